import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { patiently } from '../../src/main/start-up/patiently.js';

describe('waiting for a server', () => {
  /** A clock that only sleeping moves, and what was said. */
  function world() {
    let time = 0;
    const said: { message: string; seconds: unknown }[] = [];
    const say = (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void said.push({ message, seconds: fields['seconds'] });
    return {
      said,
      deps: {
        logger: { warn: say, info: say },
        now: () => time,
        sleep: (ms: number) => Promise.resolve(void (time += ms)),
      },
      time: () => time,
    };
  }
  const down = () => new AppError('unavailable', 'DB.DOWN', { reason: 'ECONNREFUSED' });

  it('says nothing when the first try works', async () => {
    const { deps, said } = world();
    expect(await patiently('the database', () => Promise.resolve(7), deps)).to.equal(7);
    expect(said).to.deep.equal([]);
  });

  it('says at once and then every five seconds what it waits for, and when it is over', async () => {
    const { deps, said, time } = world();
    const attempt = () => (time() < 12_000 ? Promise.reject(down()) : Promise.resolve('up'));
    expect(await patiently('the database', attempt, deps)).to.equal('up');
    expect(said.map(({ message, seconds }) => [message, seconds])).to.deep.equal([
      ['waiting', 0],
      ['waiting', 5],
      ['waiting', 10],
      ['the wait is over', 12],
    ]);
  });

  it('gives up after two minutes with what the last try said', async () => {
    const { deps, time } = world();
    const error = await patiently('the database', () => Promise.reject(down()), deps).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.include({ code: 'DB.DOWN' });
    expect(time()).to.equal(120_000);
  });

  for (const code of ['DB.ACCESS_DENIED', 'DB.UNKNOWN', 'SCHEMA.OLDER'])
    it(`does not wait for ${code}, which no time heals`, async () => {
      const { deps, time } = world();
      const attempt = () => Promise.reject(new AppError('unavailable', code));
      expect(await patiently('it', attempt, deps).catch((thrown: unknown) => thrown)).to.include({ code });
      expect(time()).to.equal(0);
    });
});
