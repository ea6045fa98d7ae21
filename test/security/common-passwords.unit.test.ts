import { expect } from 'chai';
import { isCommonPassword } from '../../src/security/common-passwords.js';

const OWN = ['anna.smirnova@chainaya.example', 'Анна', 'Смирнова'];

describe('common passwords', () => {
  const refused = [
    ...[
      'password',
      'Password1',
      'P@ssw0rd',
      'p4$$w0rd123',
      'qwerty123',
      'QWERTYUIOP',
      'йцукен12345',
      'Пароль2026',
      'gfhjkm123',
    ],
    ...['1q2w3e4r', '1qaz2wsx', 'q1w2e3r4', '21.11.2026', '+79161234567'],
    ...['12345678', '87654321', '11111111', '1234567890', 'abcabcabc', 'aaaaaaaa', '********'],
    ...[
      'iloveyou!',
      'natasha1985',
      'Наташа1985',
      'qazwsxedc',
      '!!admin!!',
      'evosync2026',
      'asdfghjkl',
      'lkjhgfdsa',
      'parolparol',
    ],
    ...['anna1985', 'Смирнова85', 'chainaya1', 'anna.smirnova', 'anna.smirnova@chainaya.example'],
  ];
  for (const password of refused) {
    it(`${password} is one`, () => {
      expect(isCommonPassword(password, OWN)).to.equal(true);
    });
  }

  const taken = [
    'correct horse battery',
    'чай-и-баранки-7',
    'зелёный чайник поёт',
    'Tr0ub4dor&3',
    'xkq7-vbn2',
    '73 920 148 561 093',
    'мойпаролькот9',
    '2026-11-21 дождь',
  ];
  for (const password of taken) {
    it(`${password} is none`, () => {
      expect(isCommonPassword(password, OWN)).to.equal(false);
    });
  }
});
