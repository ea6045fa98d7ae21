import { expect } from 'chai';

/**
 * One test for each scenario, all played at the same time: what they spend is mostly waiting. A scenario therefore has a
 * merchant of its own and touches nothing that belongs to all. To be called after the `before` that starts the environment.
 */
export function sideBySide(scenarios: Readonly<Record<string, () => Promise<void>>>): void {
  const running = new Map<string, Promise<unknown>>();
  before(() => {
    for (const [title, play] of Object.entries(scenarios))
      running.set(
        title,
        play().then(
          () => 'played',
          (error: unknown) => error,
        ),
      );
  });
  // The environment must not be taken away under a scenario whose test was left out.
  after(() => Promise.allSettled(running.values()));
  for (const title of Object.keys(scenarios))
    it(title, async () => {
      const end = await running.get(title);
      if (end instanceof Error) throw end;
      expect(end).to.equal('played');
    });
}
