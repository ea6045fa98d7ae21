import { expect } from 'chai';
import { AppError, isAppError } from '../../src/domain/errors.js';

describe('AppError', () => {
  it('carries kind, code, details and what caused it', () => {
    const cause = new Error('socket hang up');
    const error = new AppError('unavailable', 'VK.DOWN', { attempt: 2 }, { cause });
    expect([error.kind, error.code, error.message, error.cause]).to.deep.equal([
      'unavailable',
      'VK.DOWN',
      'VK.DOWN',
      cause,
    ]);
    expect(error.details).to.deep.equal({ attempt: 2 });
    expect(String(error)).to.equal('AppError: VK.DOWN');
  });

  it('is told from any other error', () => {
    expect(isAppError(new AppError('bug', 'BUG'))).to.equal(true);
    expect(isAppError(new Error('BUG'))).to.equal(false);
    expect(isAppError({ kind: 'bug', code: 'BUG' })).to.equal(false);
  });
});
