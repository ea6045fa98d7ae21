import type { AppError } from '../../domain/errors.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary } from '../forms/field.js';
import type { Page } from '../render/page-presenter.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import { emailInput, passwordInput } from './account-fields.js';

interface LogInInput {
  readonly email: string;
  readonly next: string;
  readonly errors?: FieldErrors;
  /** Why the log-in was refused. */
  readonly refusal?: AppError;
}

export interface LogInModel {
  readonly fields: readonly Field[];
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
  readonly next: string;
}

/** The log-in page. The typed password is never given back. */
export function logInPage({ email, next, errors = {}, refusal }: LogInInput): Page & { model: LogInModel } {
  return {
    view: 'accounts/login',
    title: 'Вход',
    model: {
      fields: [
        emailInput({ email }, { autocomplete: 'username', error: errors['email'] ?? null }),
        passwordInput({ error: errors['password'] ?? null }),
      ],
      summary: errorSummary(errors),
      card: refusal === undefined ? null : problemCard(refusal.code, refusal.details),
      next,
    },
  };
}
