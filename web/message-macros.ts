import { linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';

/**
 * Turns the message macros into what runs. Only the files that import them pass through Babel; all else is oxc's.
 * Part of the build, and of every test that imports the web app's sources.
 */
export const messageMacros = () => babel({ presets: [linguiTransformerBabelPreset()] });
