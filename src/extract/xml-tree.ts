/** A small part of an XML file as a tree, for formulas, whose meaning is in their nesting. */
import type { XmlElement } from './xml.ts';

export interface XmlNode {
  readonly name: string;
  /** Value of an attribute, named as in `XmlElement`. */
  readonly attribute: (name: string) => string | undefined;
  readonly children: XmlNode[];
  text: string;
}

/** Collects the subtree of an element while its document is parsed; feed it every event. */
export class TreeBuilder {
  readonly #open: XmlNode[] = [];

  get active(): boolean {
    return this.#open.length > 0;
  }

  open(element: XmlElement): void {
    const node: XmlNode = {
      name: element.name,
      attribute: (name) => element.attribute(name),
      children: [],
      text: '',
    };
    this.#open.at(-1)?.children.push(node);
    this.#open.push(node);
  }

  text(text: string): void {
    const node = this.#open.at(-1);
    if (node) node.text += text;
  }

  /** @returns the tree, when this closes the element it began with */
  close(): XmlNode | null {
    const node = this.#open.pop();
    return node && this.#open.length === 0 ? node : null;
  }
}
