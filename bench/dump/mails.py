"""Peer: Python's email over all mails of a folder, in one process or more.

Parses each, decodes its body texts and attachments, and writes the pdf among them for pdftotext.
"""
import email
import email.policy
import hashlib
import multiprocessing
import os
import sys


def read(arguments):
    path, out = arguments
    with open(path, 'rb') as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    length = 0
    for part in mail.walk():
        if part.is_multipart():
            continue
        content = part.get_content()
        length += len(content)
        if part.get_content_type() == 'application/pdf':
            # By digest: equal attachments are read once, as by ours.
            name = hashlib.sha256(content).hexdigest()
            with open(os.path.join(out, name + '.pdf'), 'wb') as pdf:
                pdf.write(content)
    return length


if __name__ == '__main__':
    folder, out, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    paths = [
        (os.path.join(where, name), out)
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith('.eml')
    ]
    if processes == 1:
        print(sum(map(read, paths)))
    else:
        with multiprocessing.Pool(processes) as pool:
            print(sum(pool.imap_unordered(read, paths, 64)))
