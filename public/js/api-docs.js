// Starts the viewer the page asks for. It reads the description from this host and knows nothing of who is logged in.
(() => {
  const place = document.querySelector('#api-docs');
  const url = place.dataset.document;

  const swagger = () =>
    window.SwaggerUIBundle({
      domNode: place,
      url,
      deepLinking: true,
      validatorUrl: null,
      docExpansion: 'list',
      defaultModelsExpandDepth: -1,
      withCredentials: false,
      persistAuthorization: false,
      // «Try it out» speaks as a machine with a key, never as the person whose session the browser has.
      requestInterceptor: request => Object.assign(request, { credentials: 'omit' }),
    });

  const FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
  const redoc = () =>
    window.Redoc.init(
      url,
      {
        // The search would need a worker made of a text, which the page does not allow.
        disableSearch: true,
        hideDownloadButton: true,
        requiredPropsFirst: true,
        expandResponses: '200',
        labels: {
          enum: 'Одно из',
          enumSingleValue: 'Значение',
          enumArray: 'Элементы',
          default: 'По умолчанию',
          deprecated: 'Устарело',
          example: 'Пример',
          examples: 'Примеры',
          recursive: 'Рекурсия',
          arrayOf: 'Список из ',
          webhook: 'Событие',
          const: 'Значение',
          noResultsFound: 'Ничего не найдено',
          download: 'Скачать',
          downloadSpecification: 'Скачать описание',
          responses: 'Ответы',
          callbackResponses: 'Ответы на обратный вызов',
          requestSamples: 'Примеры запросов',
          responseSamples: 'Примеры ответов',
        },
        theme: {
          colors: { primary: { main: '#0f5f5a' }, text: { primary: '#1e2a30' } },
          sidebar: { backgroundColor: '#f7f5f1', textColor: '#1e2a30' },
          typography: { fontFamily: FONTS, headings: { fontFamily: FONTS } },
        },
      },
      place,
    );

  ({ swagger, redoc })[place.dataset.viewer]();
})();
