import { expect } from 'chai';
import { ICON_NAMES, OPERATOR_ICON_NAMES } from '../../src/web/assets/icon-names.js';
import { ownFiles } from '../repo/own-files.js';

const views = ownFiles(/^views\/.*\.ejs$/u);

describe('views', () => {
  it('print everything escaped: <%- stands before include only', () => {
    for (const { path, text } of views) {
      for (const [tag] of text.matchAll(/<%-[^%]*%>/gu)) expect(tag, path).to.match(/^<%-\s*include\(/u);
    }
    expect(views.length).to.be.above(30);
  });

  it('hold no inline script, style or handler', () => {
    for (const { path, text } of views) {
      expect(text, path).not.to.match(/<style| on\w+="|<script>/u);
      // Mail programs read no style sheet; letters are shown by them, not by the site.
      if (!path.startsWith('views/mail/')) expect(text, path).not.to.include(' style="');
    }
  });

  it('send the token with every form that changes something', () => {
    for (const { path, text } of views) {
      for (const [form] of text.matchAll(/<form[^>]*method="post"[^]*?<\/form>/gu)) {
        expect(form, path).to.include('name="_csrf" value="<%= layout.csrf %>"');
      }
    }
  });

  it('use every icon of the sprite, and no other', () => {
    const sources = [...views, ...ownFiles(/^src\/web\/(?!assets\/icon-names).*\.ts$/u)]
      .map(({ text }) => text)
      .join('\n');
    const all: readonly string[] = [...ICON_NAMES, ...OPERATOR_ICON_NAMES];
    const unused = all.filter(name => !sources.includes(`'${name}'`));
    expect(unused).to.deep.equal([]);
    for (const [, name = ''] of sources.matchAll(/partials\/icon', \{ name: '([a-z0-9-]+)'/gu)) {
      expect(all).to.include(name);
    }
  });
});
