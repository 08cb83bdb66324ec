import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { AudioLines, Clapperboard, Image, type LucideIcon, MessageSquareText, ScanFace, Video } from 'lucide-react';

/** Where the modules that are built have their pages. */
export const MODULE_PATHS = {
  tts: '/studio/speech',
  text: '/studio/chat',
  image: '/studio/images',
  img2vid_noaudio: '/studio/motion',
  img2vid_audio: '/studio/portraits',
  audio2vid: '/studio/clips',
} as const;

export type Tool = {
  id: string;
  name: MessageDescriptor;
  /** One sentence: what comes out of what. */
  about: MessageDescriptor;
  /** The price book's name of it. */
  module: keyof typeof MODULE_PATHS;
  icon: LucideIcon;
};

/** The six tools in the order of the sidebar. */
export const TOOLS: readonly Tool[] = [
  {
    id: 'speech',
    name: msg`Speech`,
    about: msg`A script becomes a voice you can keep, as an MP3.`,
    module: 'tts',
    icon: AudioLines,
  },
  {
    id: 'chat',
    name: msg`Chat`,
    about: msg`Ask, draft and revise, and take the transcript with you.`,
    module: 'text',
    icon: MessageSquareText,
  },
  {
    id: 'images',
    name: msg`Images`,
    about: msg`A description becomes a picture, or a few to choose from.`,
    module: 'image',
    icon: Image,
  },
  {
    id: 'motion',
    name: msg`Motion`,
    about: msg`A still picture becomes five or ten seconds of silent film.`,
    module: 'img2vid_noaudio',
    icon: Video,
  },
  {
    id: 'portraits',
    name: msg`Portraits`,
    about: msg`A face and a voice become someone who speaks to camera.`,
    module: 'img2vid_audio',
    icon: ScanFace,
  },
  {
    id: 'clips',
    name: msg`Clips`,
    about: msg`A recording becomes a finished video for a feed.`,
    module: 'audio2vid',
    icon: Clapperboard,
  },
];
