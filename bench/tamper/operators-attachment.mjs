/** Operators on the attachments of mails. */
import { render } from './mails.mjs';
import { editAny } from './operators-text.mjs';

const withAttachment = ({ model }) => model && model.attachments.length > 0;

function attachmentAlone(base) {
  return withAttachment(base)
    ? {
        bytes: base.model.attachments[0].bytes,
        kind: base.model.attachments[0].name.split('.').at(-1),
      }
    : null;
}

function attachmentSwapped(base, random, { heldFile }) {
  if (!withAttachment(base)) return null;
  const [first, ...rest] = base.model.attachments;
  const other = heldFile(first.name.split('.').at(-1), random);
  return (
    other && {
      bytes: render({
        ...base.model,
        attachments: [{ name: first.name, bytes: other.bytes }, ...rest],
      }),
    }
  );
}

function attachmentRemoved(base) {
  return withAttachment(base)
    ? { bytes: render({ ...base.model, attachments: base.model.attachments.slice(1) }) }
    : null;
}

function attachmentAdded(base, random, { heldFile }) {
  const other = base.model && heldFile('pdf', random);
  return other
    ? {
        bytes: render({
          ...base.model,
          attachments: [...base.model.attachments, { name: 'annexe.pdf', bytes: other.bytes }],
        }),
      }
    : null;
}

/** The attachment is the same, its name as the reader sees it is not. */
function attachmentRenamed(base) {
  if (!withAttachment(base)) return null;
  const [first, ...rest] = base.model.attachments;
  const name = `virement-offshore.${first.name.split('.').at(-1)}`;
  return { bytes: render({ ...base.model, attachments: [{ ...first, name }, ...rest] }) };
}

/** The same attachment with one thing changed in it. */
async function attachmentEdited(base, random) {
  if (!withAttachment(base)) return null;
  const [first, ...rest] = base.model.attachments;
  const kind = first.name.split('.').at(-1);
  const edited = await editAny({ ...first, kind, lang: base.lang }, random);
  if (!edited) return null;
  const attachments = [{ name: first.name, bytes: edited.bytes }, ...rest];
  return { bytes: render({ ...base.model, attachments }), note: edited.note };
}

const all = ['eml'];

export const attachmentOperators = [
  {
    name: 'attachment_alone',
    group: 'attachment alone',
    truth: 'identical_part',
    kinds: all,
    make: attachmentAlone,
  },
  {
    name: 'attachment_swapped',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentSwapped,
  },
  {
    name: 'attachment_edited',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentEdited,
  },
  {
    name: 'attachment_renamed',
    group: 'appearance',
    truth: 'appearance',
    kinds: all,
    make: attachmentRenamed,
  },
  {
    name: 'attachment_removed',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentRemoved,
  },
  {
    name: 'attachment_added',
    group: 'attachment swapped or removed',
    truth: 'altered',
    kinds: all,
    make: attachmentAdded,
  },
];
