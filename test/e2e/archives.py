"""Makes archives of more than 100 MiB: suspects between members of 22 MB, a damaged one, a folder."""
import base64
import gzip
import io
import os
import random
import sys
import tarfile
import zipfile

folder, suspects = sys.argv[1:]
random.seed(7)


def read(name):
    with open(os.path.join(suspects, name), 'rb') as file:
        return file.read()


def filler():
    return random.randbytes(22_000_000)


def tar(path, names, mode):
    out = gzip.open(path, 'wb', 0) if mode == 'gz' else open(path, 'wb')
    with out, tarfile.open(fileobj=out, mode='w|', format=tarfile.PAX_FORMAT) as archive:
        folder = tarfile.TarInfo('fuite/')
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        members = [('gros-0.bin', filler()), *((name, read(name)) for name in names)]
        for name, data in [*members, *((f'gros-{n}.bin', filler()) for n in range(1, 5))]:
            info = tarfile.TarInfo('fuite/' + name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo('fuite/lien')
        link.type = tarfile.SYMTYPE
        link.linkname = '/etc/passwd'
        archive.addfile(link)


tar(os.path.join(folder, 'a.tar'), ['02-renamed-facture-secrete.pdf', '13-mail-amount-changed.eml'], 'tar')
tar(os.path.join(folder, 'b.tar.gz'), ['15-attachment-alone.csv', '14-attachment-swapped.eml'], 'gz')

path = os.path.join(folder, 'c.zip')
with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
    archive.writestr('fuite/gros-0.bin', filler(), zipfile.ZIP_STORED)
    archive.writestr('fuite/gros-2.bin', filler(), compresslevel=0)
    archive.writestr('../../slip/04-rezipped.docx', read('04-rezipped.docx'))
    archive.writestr('fuite/09-amount-changed.docx', read('09-amount-changed.docx'))
    for n in [1, 3, 4]:
        archive.writestr(f'fuite/gros-{n}.bin', filler(), compresslevel=0)
    archive.writestr('fuite/bombe.txt', bytes(60_000_000))
    archive.writestr('fuite/casse.bin', b'to be damaged ' * 20, zipfile.ZIP_STORED)
with open(path, 'r+b') as file:
    data = file.read()
    file.seek(data.index(b'to be damaged'))
    file.write(b'T')

with open(os.path.join(folder, 'd.mbox'), 'wb') as box:
    def mail(data):
        quoted = data.replace(b'\n>From ', b'\n>>From ').replace(b'\nFrom ', b'\n>From ')
        box.write(b'From a@campagne.example Tue Mar  2 10:00:00 2027\n' + quoted + b'\r\n')
    big = base64.encodebytes(random.randbytes(16_000_000))
    for n, name in enumerate(['01-untouched.eml', '12-date-forged.eml', '18-invented.eml', None, None]):
        if name:
            mail(read(name))
        mail(b'Message-ID: <%d@x.example>\r\nFrom: a@x.example\r\nTo: b@x.example\r\nDate: Tue, 2 Mar 2027 10:00:00 +0100\r\n'
             b'Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n' % n + big)
