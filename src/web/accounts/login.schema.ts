import { z } from 'zod';

export const logInForm = z.object({
  email: z
    .string('Введите почту')
    .trim()
    .min(1, 'Введите почту')
    .max(254, 'Почта слишком длинная')
    .regex(/^[^\s@]+@[^\s@]+$/u, 'Почта выглядит так: имя@пример.рф'),
  password: z.string('Введите пароль').min(1, 'Введите пароль').max(1024, 'Пароль слишком длинный'),
});
