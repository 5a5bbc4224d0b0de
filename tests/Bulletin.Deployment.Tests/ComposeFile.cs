using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Bulletin.Deployment.Tests;

/// <summary>
/// docker-compose.yml, read strictly: a word that is not below is an error. The extensions (<c>x-…</c>) are merged into services
/// before; variables have their default values.
/// </summary>
internal sealed partial class ComposeFile
{
    public string Name { get; set; } = "";
    public Dictionary<string, Service> Services { get; set; } = [];
    public Dictionary<string, Network> Networks { get; set; } = [];
    public Dictionary<string, object?> Volumes { get; set; } = [];

    public static string Text { get; } = Repository.Text("docker-compose.yml");

    /// <returns>Each variable with its default.</returns>
    public static IEnumerable<(string Name, string Default)> Variables { get; } =
        [.. Variable().Matches(Text).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct()];

    public static ComposeFile Read()
    {
        // Anchors and merges first, as compose does, and then what came of them.
        var merged = new DeserializerBuilder().WithDuplicateKeyChecking().Build()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(Variable().Replace(Text, "$2")))));
        foreach (var extension in merged.Keys.Where(key => key.StartsWith("x-", StringComparison.Ordinal)).ToList()) merged.Remove(extension);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build()
            .Deserialize<ComposeFile>(new SerializerBuilder().DisableAliases().Build().Serialize(merged));
    }

    internal sealed class Service
    {
        public string Image { get; set; } = "";
        public string? PullPolicy { get; set; }
        public Build? Build { get; set; }
        public string? Restart { get; set; }
        public bool ReadOnly { get; set; }
        public List<string> CapDrop { get; set; } = [];
        public List<string> CapAdd { get; set; } = [];
        public List<string> SecurityOpt { get; set; } = [];
        public string? MemLimit { get; set; }
        public int PidsLimit { get; set; }
        public List<string> Tmpfs { get; set; } = [];
        public string? StopGracePeriod { get; set; }
        public string? User { get; set; }
        public string? ShmSize { get; set; }
        public string? NetworkMode { get; set; }
        public List<string>? Entrypoint { get; set; }
        public List<string>? Command { get; set; }
        public Dictionary<string, string> Environment { get; set; } = [];
        public List<string> Volumes { get; set; } = [];
        public List<string> Ports { get; set; } = [];
        public object? Networks { get; set; }
        public object? DependsOn { get; set; }
        public HealthCheck? Healthcheck { get; set; }

        /// <summary>Services that this one waits for, with what it waits for.</summary>
        public IReadOnlyDictionary<string, string> Waits => DependsOn switch
        {
            null => new Dictionary<string, string>(),
            List<object> names => names.ToDictionary(name => (string)name, _ => "service_started"),
            Dictionary<object, object> named => named.ToDictionary(one => (string)one.Key, one => (string)((Dictionary<object, object>)one.Value)["condition"]),
            var other => throw new FormatException(other.ToString()),
        };

        /// <summary>Networks, with the address this service has in each, if it is given one.</summary>
        public IReadOnlyDictionary<string, string?> IsIn => Networks switch
        {
            null => new Dictionary<string, string?>(),
            List<object> names => names.ToDictionary(name => (string)name, _ => (string?)null),
            Dictionary<object, object> named => named.ToDictionary(one => (string)one.Key, one => (string?)((Dictionary<object, object>)one.Value)["ipv4_address"]),
            var other => throw new FormatException(other.ToString()),
        };
    }

    internal sealed class Build
    {
        public string Context { get; set; } = "";
        public string Dockerfile { get; set; } = "";
        public Dictionary<string, string> Args { get; set; } = [];
    }

    internal sealed class HealthCheck
    {
        public List<string> Test { get; set; } = [];
        public string? Interval { get; set; }
        public string? Timeout { get; set; }
        public int Retries { get; set; }
        public string? StartPeriod { get; set; }
    }

    internal sealed class Network
    {
        public bool Internal { get; set; }
        public Addresses? Ipam { get; set; }
    }

    internal sealed class Addresses
    {
        public List<Dictionary<string, string>> Config { get; set; } = [];
    }

    [GeneratedRegex(@"\$\{([A-Z_]+):-([^}]*)\}")]
    private static partial Regex Variable();
}
