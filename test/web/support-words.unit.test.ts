import { expect } from 'chai';
import { ownFiles } from '../repo/own-files.js';

describe('what we say to people', () => {
  it('promises no support that an installation may not have', () => {
    const promises = ownFiles(/^(?:src|views)\/.*\.(?:ts|ejs)$/u).flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        /[Нн]апиши(?:те)? (?:нам|в поддержку)/u.test(line) ? [`${path}:${index + 1}`] : [],
      ),
    );
    expect(promises).to.deep.equal([]);
  });
});
