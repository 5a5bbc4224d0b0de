using YamlDotNet.Serialization;

namespace Bulletin.Deployment.Tests;

/// <summary>A resource of a kind that the typed models of Kubernetes don't know.</summary>
internal sealed record CustomResource(string ApiVersion, string Kind, string Name, Dictionary<object, object> Fields)
{
    private static readonly string[] Groups =
        ["barmancloud.cnpg.io", "cert-manager.io", "external-secrets.io", "gateway.networking.k8s.io", "monitoring.coreos.com", "networking.gke.io", "postgresql.cnpg.io"];

    /// <returns>Nothing for what is Kubernetes' own.</returns>
    public static CustomResource? Of(string yaml)
    {
        var fields = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<object, object>>(yaml);
        var version = (string)fields["apiVersion"];
        return Groups.Contains(version.Split('/')[0]) ? new(version, (string)fields["kind"], (string)((Dictionary<object, object>)fields["metadata"])["name"], fields) : null;
    }

    /// <summary>The value at a path such as <c>spec.rules.0.timeouts</c>; null if there is none.</summary>
    public object? At(string path) => path.Split('.').Aggregate((object?)Fields, (node, key) => node switch
    {
        Dictionary<object, object> map => map.GetValueOrDefault(key),
        List<object> list when int.TryParse(key, out var index) => list.ElementAtOrDefault(index),
        _ => null,
    });

    public string? Text(string path) => (string?)At(path);

    public string[] Texts(string path) => [.. ((List<object>)At(path)!).Cast<string>()];
}
