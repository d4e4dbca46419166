import { describe, expect, test } from 'vitest';
import { isGarbled } from '../../src/extract/garbled.ts';
import { plainReading } from '../../src/extract/plain.ts';

/** Article 1 of the Universal Declaration of Human Rights, as published. */
const WRITTEN: Readonly<Record<string, string>> = {
  Malayalam:
    'മനുഷ്യരെല്ലാവരും തുല്യാവകാശങ്ങളോടും അന്തസ്സോടും സ്വാതന്ത്ര്യത്തോടുംകൂടി ജനിച്ചിട്ടുള്ളവരാണ്‌. അന്യോന്യം ഭ്രാതൃഭാവത്തോടെ പെരുമാറുവാനാണ്‌ മനുഷ്യന്നു വിവേകബുദ്ധിയും മനസാക്ഷിയും സിദ്ധമായിരിക്കുന്നത്‌.',
  Hindi:
    'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है । उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए ।',
  Tamil:
    'மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும், உரிமைகளிலும் சமமானவர்கள், அவர்கள் நியாயத்தையும் மனச்சாட்சியையும் இயற்பண்பாகப் பெற்றவர்கள்.',
  Arabic:
    'يُولَدُ جَمِيعُ النَّاسِ أَحْرَارًا مُتَسَاوِينَ فِي الْكَرَامَةِ وَالْحُقُوقِ. وقد وهبوا عقلاً وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح الإخاء.',
  Hebrew:
    'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.',
  Thai: 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ',
  'Malayalam with foreign names': 'Googleളിൽ നിന്ന് URLകൾ തുറന്ന് Chromium-ന് നൽകുക, PDFൽ 12 പേജുകൾ ഉണ്ട്.',
  'Hebrew with foreign names':
    'את דפדפן ה-Chromium ואת הGoogle יש לעדכן עד 12.5.2026, לפי RFC 9457.',
  Vietnamese:
    'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm.',
  French: 'Tous les êtres humains naissent libres et égaux en dignité et en droits.',
  Japanese:
    'すべての人間は、Tシャツを着て、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。',
};

describe('what somebody wrote is not garbled', () => {
  test.each(Object.entries(WRITTEN))('%s', (_, text) => {
    expect(isGarbled(Array(20).fill(text))).toBe(false);
  });

  test('nor is a text with a few words that cannot be', () => {
    const words = Array.from({ length: 30 }, () => WRITTEN.Hindi ?? '');
    expect(isGarbled([...words, ...Array(9).fill('ाकर')])).toBe(false);
  });

  test('nor a long French text that quotes a garbled page', () => {
    const french = Array.from({ length: 60 }, () => WRITTEN.French ?? '');
    expect(isGarbled([...french, ...Array(15).fill('ाकर')])).toBe(false);
  });
});

test.each(['ന', '\u0d3e', 'നa', 'é', 'a', 'ന '])('eight million of %j are read', (unit) => {
  expect(() => isGarbled([unit.repeat(8_000_000 / unit.length)])).not.toThrow();
});

describe('what programs made of it is', () => {
  // Of pages that LibreOffice 7.4 and Chromium printed.
  test.each([
    [
      'Malayalam, by Ghostscript 10.00',
      'നി്䴲ള㍁ട὆ Google Account-ൽ ചില ഡാ്䵢 സംര്䵌ിᨪ⪎്䵐തിന⡁ം അത് നി്䴲ള㍁ട὆ എ്䵤ാ ഉപകരണ്䴲ളില㉁ം',
    ],
    [
      'Tamil, by Ghostscript 10.00',
      'உங駍கள뎿ன꧍ ப꪿ ² சா¬¬ங駍கள뎿ல닍 ர냁ந꣍த꓁ த꒿வ뗁கÑ´ப꫍ Ï², த꒿வ뗁கÑ´ ஒத꓍த꒿Ñசய꿁ங駍கள돍.',
    ],
    [
      'Hebrew, by Ghostscript 10.00',
      'ïÚåÚàïÖ ïÚáìÖ îãïîÙá ÞØà ?âÞíÞîàãÙ äÞÖ âáîÚã äéÚÕÖ ßáî ÙÞíÚÝæÞÙÙÚ ïÚÞåãÞæÙ ,ïÚÕãæÞæÙ ïÕ íàåæá ÙëÚí',
    ],
    [
      'Malayalam in the order of drawing',
      'ഇേപ്പാൾ ൈസൻ ഔട്ട് െച ാൽ ഈ ഡാറ്റ ഇ ാതാക്കും. ഒരു ൈസറ്റ് നിങ്ങളുെട പാസ് േവഡ് േമാഷ് ടിക്കാൻ ശ്ര മിക്കുകേയാ',
    ],
  ])('%s', (_, text) => {
    expect(isGarbled(Array(10).fill(text))).toBe(true);
    expect(plainReading(Array(10).fill(text).join('\n')).marks).toEqual(['garbled_text']);
  });
});
