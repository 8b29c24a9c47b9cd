// What a board and its panels may hold, by Grafana's own types. A name that they do not know is an error.
import type { AnnotationQuery, Dashboard, FieldConfig, Panel, VariableModel } from '@grafana/schema';

// Types have enums where JSON has their strings.
export type Loose<T> = T extends string ? `${T}`
  : T extends (infer U)[] ? Loose<U>[]
  : T extends object ? { [K in keyof T]: Loose<T[K]> }
  : T;

// Grafana fills in the defaults of a panel's options.
type Part<T> = T extends (infer U)[] ? Part<U>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;

type Source = { type: 'prometheus'; uid: string };

// What the core type leaves to the data source.
type Target = {
  datasource: Source; editorMode: 'code'; expr: string; format: 'time_series' | 'table' | 'heatmap'; instant: boolean;
  range: boolean; legendFormat: string; refId: string;
};
type Annotation = Omit<AnnotationQuery, 'datasource'> & {
  datasource: Source; expr: string; step: string; titleFormat: string; textFormat?: string; useValueForTime: boolean;
};
type Variable = VariableModel & { definition?: string };

export type Board = Loose<Omit<Dashboard, 'panels' | 'annotations' | 'templating'> & {
  panels: never[]; annotations: { list: Annotation[] }; templating: { list: Variable[] };
}>;

export type PanelOf<Options, Custom = Record<string, never>> = Loose<
  Omit<Panel, 'datasource' | 'fieldConfig' | 'options' | 'targets'> & {
    datasource: Source; targets: Target[]; options: Part<Options>;
    fieldConfig: { defaults: Omit<FieldConfig, 'custom'> & { custom: Part<Custom> };
                   overrides: { matcher: { id: 'byName'; options: string };
                                properties: { id: keyof FieldConfig | `custom.${keyof Custom & string}`; value: unknown }[] }[] };
  }>;
