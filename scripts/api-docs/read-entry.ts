// What a module of the package exports, as its declarations and their comments tell it.
import ts from 'typescript';

/** A method, a property, or a field. */
export interface Member {
  /** With its parameters and its type. */
  readonly signature: string;
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly isMethod: boolean;
  readonly text: string;
  readonly throws: readonly string[];
  readonly parameters: readonly string[];
}

export interface Export {
  readonly name: string;
  /** Where it is declared: two modules may export the same thing. */
  readonly origin: string;
  readonly kind: 'class' | 'function' | 'object' | 'type' | 'value';
  readonly text: string;
  /** Of a type without members: what stands behind the `=`. */
  readonly definition: string;
  readonly members: readonly Member[];
}

const FORMAT =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

export class EntryReader {
  private readonly checker: ts.TypeChecker;

  constructor(private readonly program: ts.Program) {
    this.checker = program.getTypeChecker();
  }

  /** In the order of their names. */
  read(file: string): Export[] {
    const source = this.program.getSourceFile(file);
    const module = source && this.checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} is no module.`);
    return this.checker
      .getExportsOfModule(module)
      .map((symbol) => this.readExport(symbol))
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  private readExport(exported: ts.Symbol): Export {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations?.[0];
    if (!declaration) throw new Error(`${exported.name} is declared nowhere.`);
    const base = {
      name: exported.name,
      origin: declaration.getSourceFile().fileName,
      text: this.textOf(symbol),
      definition: '',
      members: [],
    };
    if (ts.isClassDeclaration(declaration)) {
      return { ...base, kind: 'class', members: this.readClass(symbol, declaration) };
    }
    if (ts.isFunctionDeclaration(declaration)) {
      return { ...base, kind: 'function', members: [this.readMember(symbol, declaration)] };
    }
    if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
      return this.readType(base, symbol, declaration);
    }
    return { ...base, kind: 'value', members: [this.readMember(symbol, declaration)] };
  }

  private readType(
    base: Omit<Export, 'kind'>,
    symbol: ts.Symbol,
    declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
  ): Export {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const properties = this.checker.getPropertiesOfType(type);
    const isObject = (type.flags & ts.TypeFlags.Object) !== 0 && type.getCallSignatures().length === 0;
    if (isObject && properties.length > 0) {
      const members = properties.map((property) => this.readMember(property, declaration));
      return { ...base, kind: 'object', members };
    }
    const written = ts.isTypeAliasDeclaration(declaration) ? declaration.type.getText() : '';
    const isInferred = /\binfer</.test(written);
    const definition = isInferred
      ? this.checker.typeToString(type, undefined, FORMAT | ts.TypeFormatFlags.InTypeAlias)
      : written;
    return { ...base, kind: 'type', definition };
  }

  private readClass(symbol: ts.Symbol, declaration: ts.ClassDeclaration): Member[] {
    const maker = declaration.members.find(ts.isConstructorDeclaration);
    const made = maker && !isHidden(maker) ? [this.readConstructor(symbol, maker)] : [];
    const members = declaration.members
      .filter((member) => member.name !== undefined && ts.isIdentifier(member.name) && !isHidden(member))
      .map((member) => {
        const found = member.name && this.checker.getSymbolAtLocation(member.name);
        if (!found) throw new Error(`${symbol.name} has a member that is declared nowhere.`);
        const read = this.readMember(found, member);
        return isStatic(member) ? { ...read, signature: `${symbol.name}.${read.signature}` } : read;
      });
    return [...made, ...members];
  }

  private readConstructor(symbol: ts.Symbol, declaration: ts.ConstructorDeclaration): Member {
    const signature = `new ${symbol.name}(${this.parametersOf(declaration)})`;
    const text = ts.displayPartsToString(
      this.checker.getSignatureFromDeclaration(declaration)?.getDocumentationComment(this.checker),
    );
    const rest = { isOptional: false, isMethod: true, throws: [], parameters: [] };
    return { name: 'constructor', type: symbol.name, signature, text, ...rest };
  }

  private readMember(symbol: ts.Symbol, near: ts.Node): Member {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0] ?? near;
    const tags = symbol.getJsDocTags(this.checker);
    const tagged = (name: string) =>
      tags.filter((tag) => tag.name === name).map((tag) => ts.displayPartsToString(tag.text));
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const base = {
      name: symbol.name,
      isOptional,
      text: this.textOf(symbol),
      throws: tagged('throws'),
      parameters: tagged('param').map((text) => text.replace(/^(\w+)\s+/, '`$1`: ')),
    };
    if (isCallable(declaration)) {
      const result = declaration.type?.getText() ?? this.typeText(symbol, declaration);
      const generics = declaration.typeParameters?.map((one) => one.getText()).join(', ');
      const name = generics === undefined ? symbol.name : `${symbol.name}<${generics}>`;
      const signature = `${name}(${this.parametersOf(declaration)}): ${result}`;
      return { ...base, isMethod: true, type: result, signature };
    }
    const type = this.typeText(symbol, declaration);
    return { ...base, isMethod: false, type, signature: `${symbol.name}: ${type}` };
  }

  private typeText(symbol: ts.Symbol, declaration: ts.Node): string {
    const written =
      (ts.isPropertySignature(declaration) ||
        ts.isPropertyDeclaration(declaration) ||
        ts.isGetAccessor(declaration)) &&
      declaration.type?.getText();
    if (written) return oneLine(written);
    const type = this.checker.getTypeOfSymbolAtLocation(symbol, declaration);
    return oneLine(this.checker.typeToString(this.checker.getNonNullableType(type), undefined, FORMAT));
  }

  /** What has a default may be left out; what is taken apart at once are options. */
  private parametersOf(declaration: ts.SignatureDeclaration): string {
    return declaration.parameters
      .map(({ name, type, initializer, questionToken }) => {
        const label = ts.isIdentifier(name) ? name.text : 'options';
        const mark = initializer || questionToken ? '?' : '';
        return `${label}${mark}: ${oneLine(type?.getText() ?? 'unknown')}`;
      })
      .join(', ');
  }

  private textOf(symbol: ts.Symbol): string {
    return oneLine(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
  }
}

type Callable = ts.MethodDeclaration | ts.MethodSignature | ts.FunctionDeclaration;

function isCallable(node: ts.Node): node is Callable {
  return ts.isMethodDeclaration(node) || ts.isMethodSignature(node) || ts.isFunctionDeclaration(node);
}

/** Private, or marked as made by the package alone. */
function isHidden(node: ts.ClassElement): boolean {
  if (ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')) return true;
  return (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
}

function isStatic(node: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
