// Writes a tree of scripts as a Roblox XML model (`.rbxmx`), the form in which Studio loads local plugins.
// The format is described by rbx-dom's documentation of the XML model format.
import type { ScriptTree } from '../../support/script-tree.js';

/**
 * The text of the model file. The same tree gives the same text, so that hashes can be compared.
 *
 * @throws RangeError if a source holds characters that XML cannot carry.
 */
export function renderPluginModel(root: ScriptTree): string {
  let nextReferent = 0;
  const renderItem = (node: ScriptTree, indent: string): string => {
    const referent = `RBX${nextReferent++}`;
    const children = node.children.map((child) => renderItem(child, `${indent}  `)).join('');
    return (
      `${indent}<Item class="${node.className}" referent="${referent}">\n` +
      `${indent}  <Properties>\n${properties(node, `${indent}    `)}${indent}  </Properties>\n` +
      `${children}${indent}</Item>\n`
    );
  };
  return `<roblox version="4">\n${renderItem(root, '  ')}</roblox>\n`;
}

function properties(node: ScriptTree, indent: string): string {
  const lines = [`<string name="Name">${escapeText(node.name)}</string>`];
  if (node.className === 'Script' || node.className === 'LocalScript') {
    lines.push('<bool name="Disabled">false</bool>');
    // Legacy: what makes Studio run a Script as a plugin.
    lines.push('<token name="RunContext">0</token>');
  }
  if (node.source !== undefined) {
    lines.push(`<ProtectedString name="Source">${cdata(node.name, node.source)}</ProtectedString>`);
  }
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function cdata(name: string, source: string): string {
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(source);
  if (forbidden) {
    const code = forbidden[0].charCodeAt(0).toString(16).padStart(4, '0');
    throw new RangeError(
      `The source of ${name} holds the character U+${code}, which a model file cannot carry.`,
    );
  }
  return `<![CDATA[${source.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
