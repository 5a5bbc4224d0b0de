using System.Reflection;

namespace Bulletin.Grains.Cluster;

/// <summary>The version of Bulletin that this process runs.</summary>
public static class ProductVersion
{
    /// <summary>Without what the build adds to it.</summary>
    public static string Current { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
