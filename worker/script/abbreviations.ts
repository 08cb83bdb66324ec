/**
 * Abbreviations after whose full stop a sentence goes on, in lower case and without that stop. One list for all
 * languages: one too many only costs a place to cut, one too few tears "Dr." from "Smith". A single letter needs no entry.
 */
export const ABBREVIATIONS: readonly string[] = [
  // English
  'mr mrs ms mx dr prof sr jr st ave blvd rd mt ft gen col maj capt lt sgt cmdr adm rev hon pres gov sen rep dept univ',
  'inc ltd co corp bros vs etc approx appt apt est min max misc no nos vol vols ch chap sec fig figs eq ed eds pp al cf',
  'viz ca jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun',
  // Ukrainian and Russian
  'ін рр ст стор рис табл див наст тис млн млрд трлн грн коп вул бул просп пров буд кв обл акад проф доц др гр тов ім',
  'напр гл розд вид ред гг вв вт руб ул пр пер им стр рис илл тыс прим англ нім фр лат рос укр св пос див мкр корп оф',
  // German, French, Spanish, Italian, Portuguese
  'bzw usw evtl ggf inkl exkl nr str tel vgl abs art bd hr fr frl dipl ing jh chr mind zzgl',
  'mme mlle mm mgr pr ste av env éd cie',
  'sra srta dra ud uds vd vds pág págs núm sig sigg dott ecc pag',
  // Polish, Czech, Dutch, Turkish
  'np itd itp tzn tj ul św godz wyd red např atd apod tzv č bijv enz dhr mevr blz sn vb',
  // Hindi
  'डॉ श्री प्रो सं पृ',
].flatMap((words) => words.split(' '));
