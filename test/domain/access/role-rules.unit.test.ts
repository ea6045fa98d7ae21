import { expect } from 'chai';
import fc from 'fast-check';
import { COMMAND_LINE, type Actor } from '../../../src/domain/access/actor.js';
import {
  DEFAULT_GRANTS,
  isOperator,
  NEEDS,
  OPERATOR_PERMISSIONS,
  OWN_PERMISSIONS,
  PERMISSIONS,
  type Permission,
} from '../../../src/domain/access/permissions.js';
import { editableOf, grantChange, grantsMark, mayEditRole } from '../../../src/domain/access/role-rules.js';
import type { Role } from '../../../src/domain/account.js';
import type { UserId } from '../../../src/domain/brand.js';

const ROLES: readonly Role[] = ['user', 'admin', 'system'];
const some = fc.uniqueArray(fc.constantFrom(...PERMISSIONS));
const operators = fc.uniqueArray(fc.constantFrom(...OPERATOR_PERMISSIONS));
const system: Actor = { ...COMMAND_LINE, userId: 1 as UserId };
/** With what has to be seen for it. */
const whole = (ticked: readonly Permission[]): readonly Permission[] => [
  ...new Set(ticked.flatMap(code => [code, ...(NEEDS[code] === undefined ? [] : [NEEDS[code]])])),
];
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('permissions', () => {
  it('are one’s own or an operator’s, each once', () => {
    expect(new Set(PERMISSIONS).size).to.equal(PERMISSIONS.length);
    expect([...OWN_PERMISSIONS, ...OPERATOR_PERMISSIONS]).to.have.members([...PERMISSIONS]);
  });

  it('of merchants are never an operator’s, and system lacks none of those', () => {
    expect(isOperator({ permissions: DEFAULT_GRANTS.user })).to.equal(false);
    expect(DEFAULT_GRANTS.system).to.include.members([...OPERATOR_PERMISSIONS]);
    expect(DEFAULT_GRANTS.system).not.to.include('shop.own');
    for (const role of ROLES) expect(DEFAULT_GRANTS[role]).to.include('account.own');
  });

  it('come with what has to be seen for them, which needs nothing else', () => {
    for (const [code, needed] of Object.entries(NEEDS)) {
      expect(OPERATOR_PERMISSIONS).to.include(needed);
      expect(NEEDS[needed]).to.equal(undefined);
      for (const role of ROLES)
        if (DEFAULT_GRANTS[role].includes(code as Permission)) expect(DEFAULT_GRANTS[role]).to.include(needed);
    }
  });
});

describe('what a role may do is edited', () => {
  it('for admin alone, by system alone', () => {
    for (const role of ROLES) {
      expect(mayEditRole(system, role)).to.equal(role === 'admin');
      for (const own of ['user', 'admin'] as const)
        expect(mayEditRole({ roles: [own], permissions: PERMISSIONS }, role), `${own} edits ${role}`).to.equal(false);
    }
    const powerless = { ...system, permissions: system.permissions.filter(code => code !== 'roles.edit') };
    expect(mayEditRole(powerless, 'admin')).to.equal(false);
    expect(editableOf('user')).to.deep.equal([]);
    expect(editableOf('system')).to.deep.equal([]);
  });

  it('to exactly what was ticked, and what comes with the role stays', () => {
    fc.assert(
      fc.property(some, operators, (before, wish) => {
        const ticked = whole(wish);
        const { added, removed } = grantChange(system, 'admin', before, ticked);
        const after = [...before.filter(code => !removed.includes(code)), ...added];
        expect(after.filter(code => OPERATOR_PERMISSIONS.includes(code)).sort()).to.deep.equal([...ticked].sort());
        for (const own of OWN_PERMISSIONS) expect(after.includes(own)).to.equal(before.includes(own));
        expect(added.filter(code => removed.includes(code))).to.deep.equal([]);
      }),
    );
  });

  it('never beyond what the editor has, neither to give nor to take', () => {
    fc.assert(
      fc.property(operators, operators, operators, (own, before, wish) => {
        const editor: Actor = { ...system, permissions: [...own, 'roles.edit'] };
        let change: ReturnType<typeof grantChange>;
        try {
          change = grantChange(editor, 'admin', before, whole(wish));
        } catch (error) {
          expect((error as { code: string }).code).to.equal('ROLE.NOT_GRANTABLE');
          return;
        }
        for (const code of [...change.added, ...change.removed]) expect(editor.permissions).to.include(code);
      }),
    );
  });

  it('not to own pages, not for other roles, and not to act on what cannot be seen', () => {
    expect(codeOf(() => grantChange(system, 'admin', [], ['shop.own']))).to.equal('ROLE.NOT_GRANTABLE');
    expect(codeOf(() => grantChange(system, 'user', [], ['users.view']))).to.equal('ROLE.FIXED');
    expect(codeOf(() => grantChange(system, 'system', DEFAULT_GRANTS.system, []))).to.equal('ROLE.FIXED');
    expect(codeOf(() => grantChange(system, 'admin', [], ['jobs.control']))).to.equal('ROLE.INCOMPLETE');
    expect(codeOf(() => grantChange(system, 'admin', [], ['jobs.control', 'jobs.view']))).to.equal(null);
  });

  it('by a mark that does not depend on order and tells every change', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        expect(grantsMark([...one].reverse())).to.equal(grantsMark(one));
        const isSame = one.length === other.length && one.every(code => other.includes(code));
        expect(grantsMark(one) === grantsMark(other)).to.equal(isSame);
      }),
    );
  });
});
