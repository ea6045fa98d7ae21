import { expect } from 'chai';
import { MEGABYTE } from '../../src/web/middleware/upload-places.js';
import { buildTestSite } from '../support/test-site.js';
import type { SentFile } from '../support/visitor.js';
import { loggedIn, visitor } from '../support/visitor.js';

const IMPORT = '/catalog/overrides/import';
const HEADING = 'ID,Название,Своя цена,Своё название,Своё описание';

const table = (content: string | Buffer, name = 'ceny.csv'): SentFile[] => [
  { field: 'table', name, bytes: typeof content === 'string' ? Buffer.from(content) : content },
];

async function site() {
  const { app, services } = buildTestSite();
  return { services, merchant: await loggedIn(app) };
}

describe('own values by a file', () => {
  it('says what it is, gives the file and takes it back', async () => {
    const { merchant } = await site();
    const page = await merchant.get('/catalog/overrides');
    expect(page.text).to.include('href="/catalog/overrides/export"').and.include('format=excel');
    expect(page.text).to.include('Пустая ячейка — без своего значения').and.include('до 5 МБ и 30\u00a0000 строк');
  });

  it('shows what would change before anything does, and applies all of it at once', async () => {
    const { merchant, services } = await site();
    services.exports.own.set('product-2', { price: '10000', name: null, description: null });
    const sent = await merchant.upload(
      IMPORT,
      table(
        [
          HEADING,
          'product-1,Бай Му Дань,"1 234,50",Белый пион,',
          'product-2,Иньчжэнь,,,',
          'product-3,Пробник,,,',
          'nobody,Чужой,100,,',
          'product-4,Пуэр,дорого,,',
          'product-1,Бай Му Дань,1,,',
          'product-5,Пуэр,0,,',
          'product-6,Пуэр,,Ч,',
          'product-7,Пуэр,1,234,5,лишнее',
          ',Без ID,1,,',
        ].join('\n'),
      ),
    );
    expect(sent.status).to.equal(303);
    expect(sent.headers['location']).to.equal(`${IMPORT}/1`);
    const page = await merchant.get(`${IMPORT}/1`);
    expect(page.text).to.include('<h1>Изменится 2\u00a0товара</h1>').and.include('ceny.csv');
    expect(page.text).to.include('1\u00a0234,50\u00a0₽').and.include('Белый пион');
    expect(page.text).to.include('У 1\u00a0товара из 2 свои значения снимутся');
    expect(page.text).to.include('Без изменений: 1\u00a0товар.').and.include('С ошибкой: 7\u00a0строк.');
    for (const [line, text] of [
      [5, 'Нет такого товара'],
      [6, 'Цена «дорого» не читается'],
      [7, 'Этот товар уже стоит в строке 2'],
      [8, 'Цена «0» не подходит: нужно больше нуля'],
      [9, 'Название «Ч» не подходит: нужно от 4 до 100 знаков'],
      [10, 'Ячеек больше, чем столбцов'],
      [11, 'Нет ID товара'],
    ] as const)
      expect(page.text).to.match(new RegExp(`Строка ${line}<[^]*?${text}`, 'u'));
    expect(services.exports.own.get('product-1')).to.equal(undefined);

    const applied = await merchant.post(`${IMPORT}/1/apply`);
    expect(applied.headers['location']).to.equal(`${IMPORT}/1`);
    expect(services.exports.own.get('product-1')).to.deep.include({ price: '123450', name: 'Белый пион' });
    expect(services.exports.own.get('product-2')?.price).to.equal(null);
    const after = await merchant.get(`${IMPORT}/1`);
    expect(after.text).to.include('Свои значения сохранены: 2\u00a0товара').and.include('<h1>Файл применён</h1>');
    expect(after.text).not.to.include('Применить к');
    await merchant.post(`${IMPORT}/1/apply`);
    expect((await merchant.get(`${IMPORT}/1`)).text).to.include('Этот файл уже применён');
  });

  it('gives every faulty line as a file', async () => {
    const { merchant } = await site();
    await merchant.upload(IMPORT, table(`ID;Своя цена\r\n=1+1;5\r\nproduct-1;x`));
    const answer = await merchant.get(`${IMPORT}/1/errors?format=excel`);
    expect(answer.text).to.equal(
      "\ufeffСтрока;ID;Что исправить\r\n2;'=1+1;Нет такого товара. Возьмите ID из выгруженного файла и не меняйте его.\r\n" +
        '3;product-1;Цена «x» не читается. Напишите числом, например 350 или 1234,50.\r\n',
    );
  });

  it('reads what spreadsheets write: windows-1251, semicolons, a mark, UTF-16, «sep=»', async () => {
    // «ID;Своя цена;Своё название» / «product-1;1 234,5;Чёрный чай» in windows-1251, with a space that does not break.
    const cp1251 = Buffer.from(
      '49443bd1e2eeff20f6e5ede03bd1e2ee b820ede0e7e2e0ede8e50d0a70726f647563742d313b31a03233342c353bd7b8f0edfbe920f7e0e90d0a'.replace(
        / /gu,
        '',
      ),
      'hex',
    );
    const text = 'ID\tСвоя цена\tСвое название\r\nproduct-1\t1234.5\tЧёрный чай\r\n';
    const files: readonly Buffer[] = [
      cp1251,
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      Buffer.from(`\ufeff${text}`),
      Buffer.from('sep=;\r\nid;  СВОЯ   ЦЕНА ;Своё название\r\n\r\nproduct-1;"1234,5 ₽";"Чёрный чай"'),
    ];
    for (const bytes of files) {
      const { merchant, services } = await site();
      await merchant.upload(IMPORT, table(bytes));
      await merchant.post(`${IMPORT}/1/apply`);
      expect(services.exports.own.get('product-1')).to.deep.equal({
        price: '123450',
        name: 'Чёрный чай',
        description: null,
      });
    }
  });

  it('leaves alone what the file does not have, and says so', async () => {
    const { merchant, services } = await site();
    services.exports.own.set('product-1', { price: '100', name: 'Белый пион', description: 'Описание' });
    await merchant.upload(IMPORT, table('ID,Своя цена\nproduct-1,200\n'));
    expect((await merchant.get(`${IMPORT}/1`)).text).to.include(
      'В файле нет столбцов «Своё название», «Своё описание»: их мы не трогаем.',
    );
    await merchant.post(`${IMPORT}/1/apply`);
    expect(services.exports.own.get('product-1')).to.deep.equal({
      price: '20000',
      name: 'Белый пион',
      description: 'Описание',
    });
  });

  it('takes formulas as texts, and its own guard off again', async () => {
    const { merchant, services } = await site();
    await merchant.upload(
      IMPORT,
      table("ID,Своё название\nproduct-1,=SUM(A1:A9)\nproduct-2,'+7 чай\nproduct-3,''-чай"),
    );
    const page = await merchant.get(`${IMPORT}/1`);
    expect(page.text).to.include('=SUM(A1:A9)');
    await merchant.post(`${IMPORT}/1/apply`);
    expect(services.exports.own.get('product-1')?.name).to.equal('=SUM(A1:A9)');
    expect(services.exports.own.get('product-2')?.name).to.equal('+7 чай');
    expect(services.exports.own.get('product-3')?.name).to.equal("'-чай");
  });

  it('says when there is nothing to change', async () => {
    const { merchant } = await site();
    await merchant.upload(IMPORT, table('ID,Своя цена\nproduct-1,\n'));
    const page = await merchant.get(`${IMPORT}/1`);
    expect(page.text).to.include('Менять нечего').and.not.include('Применить к');
  });

  it('prints what a file holds as text', async () => {
    const { merchant } = await site();
    await merchant.upload(
      IMPORT,
      table('ID,Своё название\nproduct-1,<script>alert(1)</script>\n<b>x</b>,\u202eчай🍵\n', '<img src=x>.csv'),
    );
    const page = await merchant.get(`${IMPORT}/1`);
    expect(page.text)
      .to.include('&lt;script&gt;alert(1)')
      .and.include('&lt;b&gt;x')
      .and.include('&lt;img src=x&gt;.csv');
    expect(page.text).not.to.include('<script>alert');
  });
});

describe('bad tables', () => {
  const cases: readonly (readonly [what: string, files: SentFile[], says: string])[] = [
    ['no file', [], 'Файл не выбран'],
    ['two files', [...table('ID'), ...table('ID')], 'Слишком много файлов сразу'],
    ['an empty file', table(''), 'нет ни одной строки'],
    ['a heading alone', table(HEADING), 'нет ни одной строки'],
    ['a workbook', table(Buffer.from([0x50, 0x4b, 3, 4, 20, 0])), 'Это книга Excel, а нужен CSV'],
    ['no id', table('Название,Своя цена\nЧай,1'), 'нет столбца «ID», а есть «Название», «Своя цена»'],
    ['a strange column', table('ID,Цена,Своя цена\n1,1,1'), 'незнакомые столбцы «Цена»'],
    ['a column twice', table('ID,Своя цена,Своя цена\n1,1,1'), 'дважды встречается столбец «Своя цена»'],
    ['no own column', table('ID,Название\n1,Чай'), 'нет ни одного из столбцов «Своя цена»'],
    ['an open quote', table('ID,Своё название\n1,"Чай\n2,Пуэр\n'), 'Таблица не читается со строки 2'],
    ['a picture', table(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70])), 'нет столбца «ID»'],
    ['5 MB and a byte', table(Buffer.alloc(5 * MEGABYTE + 1, 65)), 'Файл слишком большой. Принимаем до 5 МБ'],
    ['30,001 lines', table(`ID,Своя цена\n${'x,1\n'.repeat(30_001)}`), 'Принимаем до 30\u00a0000'],
    ['a line without end', table(`ID,Своя цена\n"${'x'.repeat(200_000)}`), 'Таблица не читается со строки 2'],
  ];

  for (const [what, files, says] of cases) {
    it(`tells of ${what} at the field`, async () => {
      const { merchant, services } = await site();
      const answer = await merchant.upload(IMPORT, files);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(says).and.include('aria-invalid="true"').and.include('id="table-error"');
      expect(services.overrideImports.files).to.deep.equal([]);
    });
  }

  it('marks lines with damaged signs', async () => {
    const { merchant } = await site();
    await merchant.upload(IMPORT, table('ID,Своё название\nproduct-1,Чай\u0000белый\n'));
    expect((await merchant.get(`${IMPORT}/1`)).text).to.include('Знаки в строке повреждены');
  });

  it('shows nobody another’s file', async () => {
    const { merchant } = await site();
    for (const id of ['7', '0', '-1', '1e3', 'abc', '99999999999999999999'])
      expect((await merchant.get(`${IMPORT}/${id}`)).status, id).to.equal(404);
    expect((await merchant.post(`${IMPORT}/7/apply`)).status).to.equal(404);
    expect((await merchant.get(`${IMPORT}/7/errors`)).status).to.equal(404);
    expect((await visitor(buildTestSite().app).get(`${IMPORT}/1`)).status).to.equal(303);
  });
});
