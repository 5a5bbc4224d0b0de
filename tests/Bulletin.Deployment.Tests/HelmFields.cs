using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Bulletin.Deployment.Tests;

/// <summary>Manifests as a set of single fields, so that two of them can be compared: <c>Deployment bulletin-silo spec/minReadySeconds: 10</c>.</summary>
internal static class HelmFields
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithDuplicateKeyChecking().WithAttemptingUnquotedStringTypeDeserialization().Build();

    public static HashSet<string> Of(string manifests) => [.. Documents(manifests).SelectMany(one =>
        Fields(one, "").Select(field => $"{one["kind"]} {((Dictionary<object, object?>)one["metadata"]!)["name"]} {field}"))];

    private static IEnumerable<Dictionary<object, object?>> Documents(string manifests)
    {
        Parser parser = new(new StringReader(manifests));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            if (Yaml.Deserialize<Dictionary<object, object?>?>(parser) is { } document) yield return document;
    }

    private static IEnumerable<string> Fields(object? node, string path) => node switch
    {
        Dictionary<object, object?> { Count: > 0 } map => map.SelectMany(one => Fields(one.Value, $"{path}/{one.Key}")),
        List<object?> { Count: > 0 } list => list.SelectMany((one, index) => Fields(one, $"{path}/{NameOf(one) ?? $"{index}"}")),
        _ => [$"{path.TrimStart('/')}: {JsonSerializer.Serialize(node)}"],
    };

    // Containers, volumes and the like have names, and for those Kubernetes does not care about the order.
    private static object? NameOf(object? node) => node is Dictionary<object, object?> map && map.TryGetValue("name", out var name) ? name : null;
}
