{{/* Labels of every object. Selectors use only the name and the component. */}}
{{- define "bulletin.labels" -}}
app.kubernetes.io/part-of: bulletin
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* What k8s/base/schema.yaml says there: the last migration that this version knows, and the one that programs must know once it has run. */}}
{{- define "bulletin.schema" -}}
bulletin/migration: "14"
bulletin/compatible-from: "10"
{{- end }}

{{/* The image of a server, given its values and the root. */}}
{{- define "bulletin.image" -}}
{{- $server := index . 0 -}}
{{- $root := index . 1 -}}
{{- with $server.image }}
{{- .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* The settings of a server, given its values and the root. */}}
{{- define "bulletin.settings" -}}
{{- $server := index . 0 -}}
{{- $root := index . 1 -}}
{{- $settings := dict -}}
{{- with $root.Values.telemetry.endpoint }}
{{- $_ := set $settings "OTEL_EXPORTER_OTLP_ENDPOINT" . }}
{{- end }}
{{- toYaml (merge $settings $server.settings) }}
{{- end }}
