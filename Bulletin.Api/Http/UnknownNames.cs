using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulletin.Api.Http;

/// <summary>Collects the names in a request that a call does not know.</summary>
internal sealed class UnknownNames
{
    /// <summary>Enough to find a mistake. The answer must not grow with what was sent.</summary>
    private const int Most = 20, MaxLength = 64;

    private readonly Dictionary<string, string[]> _errors = [];

    /// <param name="path">Where the name is in the body: empty, or the names around it with a dot behind each.</param>
    /// <param name="known">The names that could be there.</param>
    public void Add(string path, string name, IEnumerable<string> known)
    {
        if (_errors.Count == Most) return;
        var meant = NearestName.Of(name, known) is { } nearest ? $"Did you mean {path}{nearest}?" : "";
        _errors[path + Short(name)] = [$"Is unknown. {meant}".TrimEnd()];
    }

    /// <summary>Adds the unknown properties of a body, and of the objects in it.</summary>
    public void AddFrom(JsonElement body, JsonTypeInfo type, string path = "")
    {
        if (body.ValueKind == JsonValueKind.Array && type.Kind == JsonTypeInfoKind.Enumerable)
            foreach (var item in body.EnumerateArray()) AddFrom(item, type.Options.GetTypeInfo(type.ElementType!), path);
        if (body.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object) return;

        var known = type.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null).ToDictionary(property => property.Name);
        foreach (var given in body.EnumerateObject())
            if (known.TryGetValue(given.Name, out var property)) AddFrom(given.Value, type.Options.GetTypeInfo(property.PropertyType), $"{path}{given.Name}.");
            else Add(path, given.Name, known.Keys);
    }

    /// <exception cref="ProblemException">With <c>unknown_field</c>, if there are any.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0) throw new ProblemException(Problems.UnknownField(_errors));
    }

    private static string Short(string name) =>
        name.Length <= MaxLength ? name : name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
}
