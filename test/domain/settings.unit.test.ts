import { expect } from 'chai';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';

describe('settings of a new merchant', () => {
  it('sync everything by themselves, goods told apart by id', () => {
    const { mode, refreshTill, refreshShop, mirror, mergeBy } = DEFAULT_SETTINGS;
    expect({ mode, refreshTill, refreshShop, mirror, mergeBy }).to.deep.equal({
      mode: 'automatic',
      refreshTill: true,
      refreshShop: true,
      mirror: true,
      mergeBy: 'id',
    });
  });

  it('leave prices, names, texts and stock as the till has them', () => {
    const { price, weightUnit, lowerShouting, expandAbbreviations, descriptionTemplate } = DEFAULT_SETTINGS;
    expect(price).to.deep.equal({ multiplier: '1', addend: 0, rounding: 'none', floorMarginPercent: null });
    expect({ weightUnit, lowerShouting, expandAbbreviations, descriptionTemplate }).to.deep.equal({
      weightUnit: 'as_is',
      lowerShouting: false,
      expandAbbreviations: false,
      descriptionTemplate: null,
    });
    const { stockMode, stockBuffer, stockCap, albumNaming, restrictedWords } = DEFAULT_SETTINGS;
    expect([stockMode, stockBuffer, stockCap, albumNaming]).to.deep.equal(['fixed', 0, null, 'leaf']);
    expect(restrictedWords).to.deep.equal([]);
  });

  it('brake and limit by the figures that were agreed', () => {
    const { brakes, limits, deleteAfterDays } = DEFAULT_SETTINGS;
    expect(deleteAfterDays).to.equal(7);
    // Hides over max(5, 20 %); prices over max(3, 5 %) by −50 % or +200 %; half of at least 10 known stocks to 0.
    expect([brakes.hideCount, brakes.hidePercent, brakes.priceCount, brakes.pricePercent]).to.deep.equal([5, 20, 3, 5]);
    expect([brakes.priceDownPercent, brakes.priceUpPercent, brakes.stockPercent, brakes.stockCount]).to.deep.equal([
      50, 200, 50, 10,
    ]);
    expect([limits.items, limits.albums, limits.itemsPerAlbum, limits.addsPerDay]).to.deep.equal([
      15_000,
      100,
      1000,
      null,
    ]);
  });
});
