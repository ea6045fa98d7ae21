import { z } from 'zod';
import { emailField, passwordField } from './account.schema.js';

export const logInForm = z.object({
  email: emailField,
  password: passwordField,
});
