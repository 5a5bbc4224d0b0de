using System.Reflection;

namespace Bulletin.Api.Contract;

/// <summary>The text is one of the constants of a type. The API reference lists them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class NamesOfAttribute(Type type) : Attribute
{
    public IReadOnlyList<string> Names => In(type);

    /// <returns>In the order in which they are declared.</returns>
    public static IReadOnlyList<string> In(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).OrderBy(field => field.MetadataToken).Select(field => (string)field.GetRawConstantValue()!)];
}
