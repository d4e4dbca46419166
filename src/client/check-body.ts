import type { CheckItem } from '../registry/contract.ts';

/** An item as JSON, which is sent as it is: a long print is not worth reading to write it again. */
export interface ItemText {
  /** Of an item without an id. */
  readonly json: string;
}

/** An item of a call as JSON, its id in it. */
export interface IdentifiedText extends ItemText {
  readonly id: string;
}

/** The item under an id of a call. */
export function identified(item: CheckItem | ItemText, id: string): CheckItem | IdentifiedText {
  if (!('json' in item)) return { ...item, id };
  return { id, json: `${item.json.slice(0, -1)},"id":${JSON.stringify(id)}}` };
}

/** Body of a check. */
export function checkBody(
  items: readonly (CheckItem | IdentifiedText)[],
  { leakedAt, receipts }: { readonly leakedAt?: string | undefined; readonly receipts: boolean },
): string {
  const texts = items.map((item) => ('json' in item ? item.json : JSON.stringify(item)));
  const signed = receipts ? ',"receipts":true' : '';
  const at = leakedAt === undefined ? '' : `,"leaked_at":${JSON.stringify(leakedAt)}`;
  return `{"items":[${texts.join()}]${signed}${at}}`;
}
