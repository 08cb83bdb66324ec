/** What the scripts that draw into a page of the product begin with: making an element, and loading their stylesheet. */
export const writeScriptParts = (stylePath: string): string => `const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  const loadStyle = () => {
    if (document.querySelector('link[href="${stylePath}"]')) return;
    const link = make('link');
    link.rel = 'stylesheet';
    link.href = '${stylePath}';
    document.head.append(link);
  };
`;
