import { expect } from 'chai';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { prepareMariadbData, mariadbFiles } from '../../scripts/setup/mariadb/mariadb-data.mjs';
import { explainMariadbEnd } from '../../scripts/setup/mariadb/mariadb-faults.mjs';
import { compareVersions } from '../../scripts/setup/mariadb/mariadb-program.mjs';
import { prepareTemporalData, temporalFiles } from '../../scripts/setup/temporal/temporal-data.mjs';
import { explainTemporalEnd } from '../../scripts/setup/temporal/temporal-faults.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

const program = {
  ...{ mariadbd: '/no/mariadbd', installDb: '/no/mariadb-install-db', basedir: '/no' },
  ...{ version: '10.11.19', args: [], env: {} },
};

describe('files of the servers', () => {
  it('database files of a newer MariaDB are refused, of an older one taken', async () => {
    await inScratch(async folder => {
      const files = mariadbFiles(folder);
      mkdirSync(files.data);
      writeFileSync(files.version, '{"server":"MariaDB","version":"11.4.2"}');
      const error = await setupFailure(() => prepareMariadbData(program, folder));
      expect(error.code).to.equal('mariadb.newer_data');
      expect(error.message).to.contain('11.4.2').and.to.contain('10.11.19');
      writeFileSync(files.version, '{"server":"MariaDB","version":"10.6.1"}');
      const password = await prepareMariadbData(program, folder);
      expect(await prepareMariadbData(program, folder)).to.equal(password);
      expect(readFileSync(files.version, 'utf8')).to.contain('10.11.19');
      for (const secret of [files.password, files.initSql]) expect(statSync(secret).mode & 0o777).to.equal(0o600);
    });
  });

  it('database files of an unknown server are left alone', async () => {
    await inScratch(async folder => {
      mkdirSync(mariadbFiles(folder).data);
      expect((await setupFailure(() => prepareMariadbData(program, folder))).code).to.equal('mariadb.foreign_data');
      writeFileSync(mariadbFiles(folder).version, '{"server":"MySQL","version":"8.0.1"}');
      expect((await setupFailure(() => prepareMariadbData(program, folder))).code).to.equal('mariadb.foreign_data');
    });
  });

  it('a data folder that could not be made whole does not exist afterwards', async () => {
    await inScratch(async folder => {
      mkdirSync(mariadbFiles(folder).draft);
      const error = await setupFailure(() => prepareMariadbData(program, folder));
      expect(error.code).to.equal('mariadb.install_failed');
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  });

  it('versions are compared by number, not by letter', () => {
    expect(compareVersions('10.11.2', '10.6')).to.be.greaterThan(0);
    expect(compareVersions('10.11.2', '11.4')).to.be.lessThan(0);
    expect(compareVersions('11.4.2', '11.4.9')).to.equal(0);
  });

  it('the file of another Temporal server is moved aside with its side files, an equal one is kept', async () => {
    await inScratch(folder => {
      const said: string[] = [];
      const { database, version } = temporalFiles(folder);
      for (const suffix of ['', '-wal', '-shm']) writeFileSync(`${database}${suffix}`, 'old');
      writeFileSync(version, '{"server":"Temporal","version":"1.29.1"}');
      prepareTemporalData(folder, '1.31.2', line => said.push(line));
      expect(readdirSync(folder).filter(name => name.includes('aside'))).to.have.length(3);
      expect(said.join()).to.contain('1.29.1').and.to.contain('nothing is lost');
      writeFileSync(database, 'new');
      prepareTemporalData(folder, '1.31.2', line => said.push(line));
      expect(readFileSync(database, 'utf8')).to.equal('new');
      expect(said).to.have.length(1);
    });
  });

  it('the last words of a server become a sentence', () => {
    const mariadb = (output: string) => explainMariadbEnd(output, 3306, '/log');
    expect(mariadb("Can't start server: Bind on TCP/IP port: Address already in use")).to.have.property(
      'code',
      'mariadb.port_taken',
    );
    expect(mariadb('InnoDB: Unable to lock ./ibdata1 error: 11')).to.have.property('code', 'mariadb.data_in_use');
    expect(mariadb('InnoDB: Upgrade after a crash is not supported')).to.have.property('code', 'mariadb.other_version');
    expect(mariadb('[ERROR] InnoDB: write: No space left on device')).to.have.property('code', 'disk.full');
    expect(mariadb('[ERROR] Aborting')).to.have.property('message').that.contains('[ERROR] Aborting');
    const temporal = (output: string) => explainTemporalEnd(output, { port: 7233, uiPort: 8233 }, '/log');
    expect(temporal('listen tcp 127.0.0.1:7233: bind: address already in use')).to.have.property(
      'code',
      'temporal.port_taken',
    );
    expect(temporal('Error: boom')).to.have.property('code', 'temporal.not_started');
  });
});
