import { i18n } from '@lingui/core';
import { LOCALE_FACTS } from '../../../web/src/i18n/locales.ts';

// Without a catalog a message is said as it stands in the code, which is what these tests compare with.
i18n.load('en', {});
i18n.activate('en', LOCALE_FACTS.en.intlTag);
