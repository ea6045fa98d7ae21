import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';
import { dockerStages } from '../support/image.js';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');

describe('Dockerfile', () => {
  const text = read('Dockerfile');
  const stages = dockerStages();
  const stage = (name: string) => {
    const found = stages.find(candidate => candidate.name === name);
    if (found === undefined) throw new Error(`no stage ${name}`);
    return found;
  };
  const defaults = loadConfig({
    SECRET_KEY: 'a-secret-of-some-length',
    TOKEN_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  });

  it('has the stages that are built, and copies only what is there', () => {
    expect(stages.map(({ name }) => name)).to.deep.equal(['build', 'modules', 'app', 'operations']);
    const wanted = stages.flatMap(({ copies }) =>
      copies.filter(copy => copy.stage === null).flatMap(copy => copy.sources),
    );
    for (const source of wanted) expect(existsSync(join(projectRoot, source)), source).to.equal(true);
  });

  it('leaves sources, tests, the sandbox and every secret out', () => {
    const ignored = read('.dockerignore')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    expect(ignored[0]).to.equal('*');
    expect(ignored.at(-1)).to.equal('**/node_modules');
    const letIn = ignored.filter(line => line.startsWith('!')).map(line => line.slice(1));
    const copied = stages.flatMap(({ copies }) =>
      copies.filter(copy => copy.stage === null).flatMap(copy => copy.sources),
    );
    expect(letIn).to.have.members([...new Set(copied)]);
    expect(stage('app').copies.flatMap(copy => copy.sources)).to.deep.equal([
      'package.json',
      '/app/node_modules',
      '/app/dist',
      'views',
      'public',
    ]);
  });

  it('installs what developers need only where it compiles', () => {
    expect(stage('build').text).to.match(/RUN npm ci$/m);
    expect(stage('modules').text).to.contain('npm ci --omit=dev');
    expect(stage('app').text).not.to.contain('npm');
  });

  it('runs as a plain user, can be watched, and ends on SIGTERM', () => {
    for (const name of ['app', 'operations'])
      expect(
        stage(name)
          .text.match(/^USER (\S+)$/gm)
          ?.at(-1),
        name,
      ).to.equal('USER node');
    expect(stage('app').text)
      .to.match(/^HEALTHCHECK .*\/health/m)
      .and.to.match(/^STOPSIGNAL SIGTERM$/m);
    expect(/^EXPOSE (\d+)$/m.exec(text)?.[1]).to.equal(String(defaults.http.port));
  });

  it('runs the Node line of package.json and programs that exist', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(/^ARG NODE=(\d+)$/m.exec(text)?.[1]).to.equal(/\d+/.exec(engines.node)?.[0]);
    for (const name of ['build', 'modules', 'app']) expect(stage(name).from).to.match(/^node:\$\{NODE\}-\w+-slim$/);
    const programs = [...text.matchAll(/dist\/(src\/main\/[\w-]+)\.js/g)].map(([, program = '']) => program);
    expect(programs).to.have.members(['src/main/cli', 'src/main/web']);
    for (const program of programs) expect(existsSync(join(projectRoot, `${program}.ts`)), program).to.equal(true);
    const scripts = [...text.matchAll(/from '\.\/(scripts\/[\w/.-]+)'/g)].map(([, script = '']) => script);
    expect(scripts).to.have.length(1);
    for (const script of scripts) expect(existsSync(join(projectRoot, script)), script).to.equal(true);
  });
});
