import { expect } from 'chai';
import fc from 'fast-check';
import { COMMAND_LINE, rankOf, type Actor } from '../../../src/domain/access/actor.js';
import {
  givableRoles,
  mayGive,
  mayTouch,
  mustGive,
  mustTouch,
  touchRefusal,
} from '../../../src/domain/access/rank-rules.js';
import type { Role } from '../../../src/domain/account.js';
import type { UserId } from '../../../src/domain/brand.js';

const ROLES: readonly Role[] = ['user', 'admin', 'system'];
const roles = fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 3 });
const id = fc.integer({ min: 1, max: 4 }).map(n => n as UserId);
const actor = fc
  .record({ userId: fc.option(id, { nil: null }), roles })
  .map((given): Pick<Actor, 'userId' | 'roles'> => given);
const target = fc.record({ id, roles });
const isSystem = ({ roles: own }: { roles: readonly Role[] }): boolean => own.includes('system');

describe('who may change whom', () => {
  const rows: readonly (readonly [Role, Role, boolean])[] = [
    ['user', 'user', false],
    ['user', 'admin', false],
    ['user', 'system', false],
    ['admin', 'user', true],
    ['admin', 'admin', false],
    ['admin', 'system', false],
    ['system', 'user', true],
    ['system', 'admin', true],
    ['system', 'system', true],
  ];
  for (const [mine, theirs, expected] of rows)
    it(`${mine} ${expected ? 'may' : 'may not'} change a ${theirs}`, () => {
      const who = { userId: 1 as UserId, roles: [mine] };
      expect(mayTouch(who, { id: 2 as UserId, roles: [theirs] })).to.equal(expected);
    });

  it('is nobody for the own account, whatever the rank', () => {
    fc.assert(
      fc.property(actor, roles, (who, own) => {
        fc.pre(who.userId !== null);
        expect(touchRefusal(who, { id: who.userId, roles: own })).to.equal('ACCESS.OWN_ACCOUNT');
      }),
    );
  });

  it('is never a higher rank, and an equal one for system alone', () => {
    fc.assert(
      fc.property(actor, target, (who, whom) => {
        if (!mayTouch(who, whom)) return;
        expect(rankOf(whom.roles)).to.be.at.most(rankOf(who.roles));
        if (rankOf(whom.roles) === rankOf(who.roles)) expect(isSystem(who)).to.equal(true);
      }),
    );
  });

  it('never both each other below system', () => {
    fc.assert(
      fc.property(actor, target, (who, whom) => {
        fc.pre(who.userId !== null && who.userId !== whom.id && !isSystem(who));
        const back = mayTouch({ userId: whom.id, roles: whom.roles }, { id: who.userId, roles: who.roles });
        expect(mayTouch(who, whom) && back).to.equal(false);
      }),
    );
  });

  it('grows with a further role of the actor and shrinks with one of the other', () => {
    fc.assert(
      fc.property(actor, target, fc.constantFrom(...ROLES), (who, whom, more) => {
        if (mayTouch(who, whom)) expect(mayTouch({ ...who, roles: [...who.roles, more] }, whom)).to.equal(true);
        else expect(mayTouch(who, { ...whom, roles: [...whom.roles, more] })).to.equal(false);
      }),
    );
  });

  it('is everybody for the command line', () => {
    fc.assert(fc.property(target, whom => mayTouch(COMMAND_LINE, whom)));
    expect(givableRoles(COMMAND_LINE)).to.deep.equal(ROLES);
  });

  it('says why not', () => {
    const admin = { userId: 1 as UserId, roles: ['admin'] as const };
    const codeOf = (work: () => void): unknown => {
      try {
        work();
        return null;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(codeOf(() => mustTouch(admin, { id: 1 as UserId, roles: ['admin'] }))).to.equal('ACCESS.OWN_ACCOUNT');
    expect(codeOf(() => mustTouch(admin, { id: 2 as UserId, roles: ['admin'] }))).to.equal('ACCESS.HIGHER_ROLE');
    expect(codeOf(() => mustTouch(admin, { id: 2 as UserId, roles: ['user'] }))).to.equal(null);
    expect(codeOf(() => mustGive(admin, 'admin'))).to.equal('ACCESS.ROLE_NOT_YOURS');
    expect(codeOf(() => mustGive(admin, 'user'))).to.equal(null);
  });
});

describe('who may give which role', () => {
  it('is a role below the own one; system gives any', () => {
    expect(givableRoles({ userId: null, roles: ['user'] })).to.deep.equal([]);
    expect(givableRoles({ userId: null, roles: [] })).to.deep.equal([]);
    expect(givableRoles({ userId: null, roles: ['admin'] })).to.deep.equal(['user']);
    expect(givableRoles({ userId: null, roles: ['user', 'admin'] })).to.deep.equal(['user']);
    expect(givableRoles({ userId: null, roles: ['system'] })).to.deep.equal(ROLES);
  });

  it('lifts nobody to or over the giver, unless the giver is at the top', () => {
    fc.assert(
      fc.property(actor, fc.constantFrom(...ROLES), (who, role) => {
        if (mayGive(who, role) && !isSystem(who)) expect(rankOf([role])).to.be.lessThan(rankOf(who.roles));
      }),
    );
  });

  it('never lets two steps reach what one may not: whoever was lifted can be brought down again', () => {
    fc.assert(
      fc.property(actor, target, fc.constantFrom(...ROLES), (who, whom, role) => {
        if (mayTouch(who, whom) && mayGive(who, role)) expect(mayTouch(who, { ...whom, roles: [role] })).to.equal(true);
      }),
    );
  });
});
