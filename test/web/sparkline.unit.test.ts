import { expect } from 'chai';
import { NBSP } from '../../src/domain/text/format-number.js';
import { sparkline } from '../../src/web/render/sparkline.js';
import { BUSY_DAYS } from '../support/fake-overview.js';

describe('the line of the last days', () => {
  it('is not there when nothing ran', () => {
    expect(sparkline(BUSY_DAYS.map(day => ({ ...day, created: 0, changed: 0, failed: 0, runs: 0 })))).to.equal(null);
  });

  it('keeps every column inside the picture, and shows the smallest number', () => {
    const line = sparkline([
      ...BUSY_DAYS.slice(0, 12),
      { ...BUSY_DAYS[0]!, created: 1, changed: 1, failed: 1, runs: 1 },
    ]);
    for (const { x, bars } of line!.days)
      for (const { y, height } of bars) {
        expect(x + line!.barWidth).to.be.at.most(line!.width);
        expect(y).to.be.at.least(0);
        expect(y + height).to.be.at.most(line!.height);
        expect(height).to.be.at.least(3);
      }
    expect(line!.days.at(-1)?.bars).to.have.length(3);
  });

  it('says the same in words', () => {
    const line = sparkline(BUSY_DAYS.slice(1, 3));
    expect(line?.text).to.equal(
      `За 2${NBSP}дня: 48${NBSP}обменов, добавлено 408${NBSP}товаров, 40${NBSP}изменений, 3${NBSP}неудачи`,
    );
    expect([line?.firstDay, line?.lastDay]).to.deep.equal(['9 ноября', '10 ноября']);
  });
});
