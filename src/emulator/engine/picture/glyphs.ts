// The typeface of the emulated screen: capitals are seven dots high, and a letter is as wide as it looks. It stands
// for every font, so that what is measured is what is drawn.

/** Columns from the left, as two hexadecimal digits: the lowest bit is the top row, the eighth is below the line. */
const COLUMNS =
  '|5f|0300 03|147f147f14|242a7f2a12|2313086462|3649562050|03|1c2241|41221c|2a1c7f1c2a|08083e0808|8060|08080808|40|' +
  '2010080402|3e5149453e|427f40|6251494946|2241494936|1814127f10|2745454539|3c4a494930|0171090503|3649494936|0649' +
  '49291e|36|8066|08142241|1414141414|41221408|0201510906|3e41495d0e|7e1111117e|7f49494936|3e41414122|7f4141413e|7f4' +
  '9494941|7f09090901|3e4149497a|7f0808087f|417f41|2040413f01|7f08142241|7f40404040|7f020c027f|7f0408107f|3e4141413e' +
  '|7f09090906|3e4151215e|7f09192946|2649494932|01017f0101|3f4040403f|0f3040300f|3f4038403f|6314081463|07087' +
  '00807|6151494543|7f4141|0204081020|41417f|0402010204|4040404040|0102|2054545478|7f48444438|3844444428|3844' +
  '44487f|3854545418|087e0902|18a4a4a47c|7f08040478|7d|80847d|7f10284400|417f40|7c04180478|7c08040478|38444444' +
  '38|fc24242418|18242428fc|7c080404|4854545424|043f444020|3c4040207c|1c2040201c|3c4030403c|4428102844|1ca0a0a07c|4' +
  '464544c44|083641|7f|413608|0804081008';

const FIRST = ' '.charCodeAt(0);
/** Of a column, and of the gap after a letter; ten make the size of the text. */
const COLUMN_EM = 0.1;
const OTHER = '7f417f';

const glyphs = COLUMNS.split('|').map(columnsOf);

/** Each column as bits from the top; nothing for a space. */
export function glyphOf(code: number): readonly number[] {
  return glyphs[code - FIRST] ?? columnsOf(OTHER);
}

/** How far to the next letter, in em. */
export function advanceOf(code: number): number {
  return code === FIRST ? 3 * COLUMN_EM : (glyphOf(code).length + 1) * COLUMN_EM;
}

/** Hundredths of an em of the characters from the space to the tilde, a byte each. */
export function glyphWidths(): Uint8Array {
  return Uint8Array.from(glyphs, (_columns, index) => Math.round(advanceOf(index + FIRST) * 100));
}

function columnsOf(hex: string): readonly number[] {
  return (hex.replace(/ /g, '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}
