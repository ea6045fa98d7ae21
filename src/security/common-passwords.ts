/**
 * What guessing begins with: words and runs of keys that stand at the top of every list of leaked passwords, without the
 * digits and signs people hang on them. Together with the rules below they stand for tens of thousands of spellings.
 */
const STEMS = new Set(
  `password passwort passw pass parol parole пароль qwerty qwertyuiop qwert qwer qwe qazwsx qazwsxedc asdfgh asdfghjkl asdf
  asd zxcvbnm zxcvbn zxcv йцукен йцукенг йцукенгшщзх фывапролджэ фыва ячсмить gfhjkm yfnfif rfnz vfhbyf vfrcbv
  q2w3e q2w3e4r q2w3e4r5t q1w2e q1w2e3r q1w2e3r4t qaz2wsx qaz2wsx3edc zaq12wsx zaq1xsw2 xsw2zaq
  abc abcd abcdef abcdefg aaa admin administrator root user username login guest test tester testing demo welcome hello
  letmein iloveyou loveyou love lovely princess princesa sunshine monkey dragon master shadow superman batman spiderman
  football baseball basketball soccer hockey michael jordan jessica ashley jennifer daniel charlie thomas andrew anthony
  joshua matthew robert nicole hannah amanda george ginger pepper cookie cheese banana chocolate summer winter spring autumn
  starwars pokemon naruto minecraft computer internet samsung apple iphone google yandex mail mailru vkontakte facebook
  trustno secret freedom whatever nothing killer hunter ranger harley mustang ferrari porsche mercedes corvette
  liverpool chelsea arsenal barcelona juventus spartak zenit dinamo cska moscow moskva russia rossiya piter
  natasha marina svetlana olga elena tatyana tatiana irina anna maria anastasia nastya ekaterina katya yulia viktoria
  alexander aleksandr sergey sergei dmitry dmitriy andrey andrei alexey aleksey maxim maksim ivan vladimir nikolay
  nikita artem artur denis roman pavel mikhail kirill oleg igor victor viktor vadim ruslan stanislav
  наташа марина светлана ольга елена татьяна ирина анна мария анастасия настя екатерина катя юлия виктория
  александр сергей дмитрий андрей алексей максим иван владимир николай никита артем денис роман павел михаил
  любовь люблю солнышко солнце зайчик котенок малыш счастье россия москва привет секрет админ магазин касса
  solnishko solnyshko zaichik kotenok marusya lyubov privet sekret magazin kassa tovar shop store business
  evosync evotor эвосинк эвотор market vkmarket`
    .split(/\s+/)
    .filter(word => word !== ''),
);

/** Digits and signs alone are a date, a telephone, a card: up to so many, the first a guesser counts through. */
const MAX_BARE_CHARS = 12;

/** Rows of keys and counting, there and back. */
const RUNS = [
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'йцукенгшщзхъфывапролджэячсмитьбю',
  'abcdefghijklmnopqrstuvwxyz',
];
const LONG_RUNS = [...RUNS, ...RUNS.map(run => [...run].reverse().join(''))];

/** Signs that stand for letters. */
const LEET: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/**
 * Whether a password is among the first a guesser tries: a known word with digits and signs around it, a run of keys, one
 * piece said over and over, or what belongs to the person (`own`: e-mail, names). Spelled as typed, in any case.
 */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  const cores = [core(plain), letters(core(plain)), core(letters(plain))];
  const mine = new Set(own.flatMap(text => ownWords(text.toLowerCase())));
  return (
    cores.some(
      word =>
        (word === '' && plain.length <= MAX_BARE_CHARS) ||
        STEMS.has(word) ||
        mine.has(word) ||
        isPieceRepeated(word, STEMS),
    ) ||
    mine.has(plain) ||
    /^(.{1,4})\1+.?$/u.test(plain) ||
    LONG_RUNS.some(run => run.includes(plain))
  );
}

/** Signs read as the letters they stand for. */
const letters = (text: string): string => [...text].map(sign => LEET[sign] ?? sign).join('');

/** What is left between the digits and signs of both ends. */
const core = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

function isPieceRepeated(word: string, pieces: ReadonlySet<string>): boolean {
  const half = word.slice(0, word.length / 2);
  return word.length % 2 === 0 && word === half + half && pieces.has(half);
}

/** The text itself, what stands before an `@`, and its words. */
const ownWords = (text: string): readonly string[] =>
  [text, text.split('@')[0] ?? '', ...text.split(/[^\p{L}\p{N}]+/u)].filter(word => word.length > 2);
