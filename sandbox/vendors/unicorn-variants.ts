/**
 * How each voice is shaped, as eSpeak voice variants of our own. `pitch` is the lowest and highest pitch
 * in Hz of plain speech; `formant n frequency height width` are percents of the language's own;
 * `breath` and `voicing` mix air and tone; `flutter` and `roughness` make a voice less even.
 */
export const UNICORN_VARIANTS = {
  iris: `pitch 168 244
flutter 2
roughness 1
formant 0 108 82 150
formant 1 112 84 160
formant 2 116 78 150 -60
formant 3 116 80 150
formant 4 116 84 150
formant 5 116 84 150
stressAdd 0 0 -10 -10 0 0 10 40
breath 0 2 3 3 3 3 3 2
consonants 115 120`,

  bruno: `pitch 70 104
flutter 1
formant 0 94 112 100
formant 1 93 108 95
formant 2 92 100 95
formant 3 92 92 95
formant 4 93 85 95
formant 5 95 80 100
consonants 85 95
voicing 112`,

  clara: `pitch 196 300
flutter 1
roughness 0
formant 0 110 78 140
formant 1 122 78 140
formant 2 122 92 130
formant 3 120 104 130
formant 4 120 104 130
formant 5 120 100 130
stressAdd 0 0 -10 -10 0 0 20 50
consonants 135 135`,

  felix: `pitch 90 146
flutter 2
formant 0 103 92 110
formant 1 105 96 105
formant 2 107 110 105
formant 3 108 118 100
formant 4 108 116 100
formant 5 108 110 100
stressAdd 10 10 0 0 0 0 10 30
consonants 125 125`,

  maren: `pitch 128 178
flutter 1
roughness 1
formant 0 104 96 130
formant 1 106 96 130
formant 2 108 82 120
formant 3 108 74 120
formant 4 108 68 120
formant 5 108 64 120
consonants 90 90
voicing 108`,

  hugo: `pitch 86 122
flutter 0
roughness 0
formant 0 98 96 90
formant 1 98 104 82
formant 2 98 112 82
formant 3 99 118 84
formant 4 100 112 88
formant 5 100 105 92
stressAmp 20 20 22 22 20 20 24 24
consonants 130 125`,

  nia: `pitch 236 372
flutter 4
roughness 1
formant 0 124 84 145
formant 1 130 88 140
formant 2 132 84 140
formant 3 132 86 140
formant 4 130 88 140
formant 5 130 88 140
stressAdd -10 -10 0 0 0 0 30 60
consonants 120 120`,

  otto: `pitch 60 92
flutter 12
roughness 6
formant 0 97 110 120
formant 1 96 104 115
formant 2 95 92 110
formant 3 94 78 110
formant 4 92 62 110
formant 5 92 52 110
voicing 90
breath 4 5 4 3 2 2
consonants 80 90`,

  vera: `pitch 142 206
flutter 18
roughness 3
formant 0 106 104 150
formant 1 104 90 120
formant 2 106 88 120
formant 3 100 74 110
formant 4 96 62 100
formant 5 98 60 100
voicing 84
breath 2 4 4 3 2 2
consonants 95 90`,

  sol: `pitch 124 164
flutter 1
roughness 0
formant 0 101 96 110
formant 1 108 92 115
formant 2 110 92 115
formant 3 110 90 115
formant 4 110 88 115
formant 5 110 86 115
consonants 100 105`,

  wren: `pitch 110 150
flutter 16
formant 0 104 0 110
formant 1 108 84 110
formant 2 110 80 110
formant 3 110 80 110
voicing 20
breath 78 78 54 44 18 12
breathw 150 150 200 200 400 400
consonants 130 130`,

  pixel: `pitch 118 122
flutter 0
roughness 0
formant 0 100 120 60
formant 1 104 130 55
formant 2 108 130 55
formant 3 112 120 55
formant 4 116 110 60
formant 5 120 100 60
echo 28 62
stressAdd 0 0 0 0 0 0 0 0
intonation 4
voicing 86
consonants 120 120`,
} as const satisfies Record<string, string>;

export type UnicornVariant = keyof typeof UNICORN_VARIANTS;
