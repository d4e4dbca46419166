import { describe, expect, it } from 'vitest';
import { noteReference, raisedBy, raisedText } from '../../src/extract/raised.ts';

describe('raisedText', () => {
  it.each([
    ['2', 'up', '10', '²'],
    ['-3', 'up', '10', '⁻³'],
    ['−3', 'up', 'e', '⁻³'],
    ['2', 'down', 'CO', '₂'],
    ['n', 'up', '2', '^n'],
    ['2,5', 'up', '10', '^2,5'],
    ['x', 'down', '10', '_x'],
  ] as const)('writes %s %s after %s as %s', (text, raised, before, expected) => {
    expect(raisedText(text, raised, before)).toBe(expected);
  });

  it.each([
    ['er', '1'],
    ['e', '2'],
    ['ème', '3'],
    ['nd', '2'],
    ['th', '4'],
    ['o', 'n'],
    ['me', 'M'],
    ['[1]', '2018'],
    ['(2)', '2018'],
    [' ', '1'],
  ])('leaves %s after %s as it is', (text, before) => {
    expect(raisedText(text, 'up', before)).toBe(text);
  });

  it('leaves what is not raised', () => {
    expect(raisedText('2', null, '10')).toBe('2');
  });
});

describe('noteReference', () => {
  it('keeps a number from running into a figure', () => {
    expect(noteReference('1', '8')).toBe('¹');
    expect(noteReference('1', 't')).toBe('1');
  });
});

describe('raisedBy', () => {
  it.each([
    ['super 58%', 'up'],
    ['33% 58%', 'up'],
    ['sub 58%', 'down'],
    ['-33% 100%', 'down'],
    ['0% 100%', null],
    ['superscript', 'up'],
    ['subscript', 'down'],
    ['baseline', null],
    ['30000', 'up'],
    ['top', null],
  ] as const)('reads %s', (position, expected) => {
    expect(raisedBy(position)).toBe(expected);
  });
});
