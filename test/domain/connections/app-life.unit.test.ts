import { expect } from 'chai';
import fc from 'fast-check';
import {
  endedCode,
  withInstallation,
  withSubscription,
  type AppLife,
  type SubscriptionMark,
} from '../../../src/domain/connections/app-life.js';

const UNBORN: AppLife = { installedAt: null, uninstalledAt: null, subscription: null };

const installed = (at: number) => (life: AppLife) => withInstallation(life, { isInstalled: true, at });
const removed = (at: number) => (life: AppLife) => withInstallation(life, { isInstalled: false, at });
const subscribed =
  (type: string, sequence: number, at: number, id = 'first') =>
  (life: AppLife) =>
    withSubscription(life, { id, sequence, at, type });
const after = (...events: readonly ((life: AppLife) => AppLife)[]): AppLife =>
  events.reduce((life, event) => event(life), UNBORN);
const codeAfter = (...events: readonly ((life: AppLife) => AppLife)[]) => endedCode(after(...events));

describe('life of the app on a till', () => {
  it('goes on as long as nothing else was told', () => {
    expect(codeAfter()).to.equal(null);
    expect(codeAfter(installed(5))).to.equal(null);
    expect(codeAfter(subscribed('SubscriptionCreated', 1, 5))).to.equal(null);
    expect(codeAfter(subscribed('SubscriptionTerminationRequested', 2, 5))).to.equal(null);
  });

  it('ends with the removal, and begins again with a later installation only', () => {
    expect(codeAfter(removed(7))).to.equal('EVOTOR.APP_REMOVED');
    expect(codeAfter(installed(5), removed(7))).to.equal('EVOTOR.APP_REMOVED');
    expect(codeAfter(installed(5), removed(7), installed(6))).to.equal('EVOTOR.APP_REMOVED');
    expect(codeAfter(installed(5), removed(7), installed(7))).to.equal('EVOTOR.APP_REMOVED');
    expect(codeAfter(installed(5), removed(7), installed(8))).to.equal(null);
    expect(codeAfter(installed(5), removed(7), installed(8), removed(7), installed(5))).to.equal(null);
  });

  it('ends with the subscription, and begins again with its next event, another one, or a later installation', () => {
    const ended = [installed(1), subscribed('SubscriptionTerminated', 4, 9)] as const;
    expect(codeAfter(...ended)).to.equal('EVOTOR.SUBSCRIPTION_ENDED');
    expect(codeAfter(...ended, subscribed('SubscriptionRenewed', 3, 12))).to.equal('EVOTOR.SUBSCRIPTION_ENDED');
    expect(codeAfter(...ended, subscribed('SubscriptionRenewed', 4, 12))).to.equal('EVOTOR.SUBSCRIPTION_ENDED');
    expect(codeAfter(...ended, subscribed('SubscriptionRenewed', 5, 2))).to.equal(null);
    expect(codeAfter(...ended, subscribed('SubscriptionCreated', 1, 10, 'second'))).to.equal(null);
    expect(codeAfter(...ended, subscribed('SubscriptionCreated', 9, 9, 'second'))).to.equal(
      'EVOTOR.SUBSCRIPTION_ENDED',
    );
    expect(codeAfter(...ended, installed(9))).to.equal('EVOTOR.SUBSCRIPTION_ENDED');
    expect(codeAfter(...ended, installed(10))).to.equal(null);
  });

  it('a removal is said before an end of payment', () => {
    expect(codeAfter(removed(3), subscribed('SubscriptionTerminated', 1, 9))).to.equal('EVOTOR.APP_REMOVED');
  });

  it('is the same object when an event tells nothing new', () => {
    const life = after(installed(5), removed(7), subscribed('SubscriptionCreated', 2, 5));
    for (const event of [installed(5), installed(4), removed(7), subscribed('SubscriptionCreated', 2, 5)])
      expect(event(life)).to.equal(life);
  });

  it('is the same in whatever order and however often the messages of one subscription come', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('app' as const), isInstalled: fc.boolean(), at: fc.integer({ min: 1, max: 20 }) }),
      fc.integer({ min: 1, max: 20 }).map(sequence => ({
        kind: 'subscription' as const,
        // What an event says is decided by its number: a repeat says the same again.
        mark: {
          id: 'first',
          sequence,
          at: sequence * 2,
          type: sequence % 3 === 0 ? 'SubscriptionTerminated' : 'SubscriptionRenewed',
        } satisfies SubscriptionMark,
      })),
    );
    const lifeOf = (events: readonly (typeof event extends fc.Arbitrary<infer E> ? E : never)[]) =>
      events.reduce(
        (life, one) => (one.kind === 'app' ? withInstallation(life, one) : withSubscription(life, one.mark)),
        UNBORN,
      );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 8 }).chain(events =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events], {
              minLength: events.length * 2,
              maxLength: events.length * 2,
            }),
          ),
        ),
        ([once, shuffledTwice]) => {
          expect(lifeOf(shuffledTwice)).to.deep.equal(lifeOf(once));
        },
      ),
    );
  });
});
