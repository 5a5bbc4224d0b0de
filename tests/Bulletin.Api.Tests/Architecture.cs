using System.Reflection;
using Bulletin.Api.Hubs;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Tests;

/// <summary>Dependencies run one way: gateway → grains → storage.</summary>
public sealed class Architecture
{
    /// <summary>Of ASP.NET Core, grains reference only the connection abstractions, which Orleans uses to configure TLS between silos.</summary>
    [Fact]
    public void Grains_know_nothing_of_the_web() =>
        Assert.DoesNotContain(References(typeof(ITopicGrain).Assembly), name => name == "Bulletin.Api"
            || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && name != "Microsoft.AspNetCore.Connections.Abstractions");

    [Fact]
    public void The_gateway_holds_no_sql() =>
        Assert.DoesNotContain(References(typeof(BulletinHub).Assembly), name => name is "Npgsql" or "Microsoft.Data.Sqlite" or "System.Data.Common");

    [Fact]
    public void No_grain_can_be_made_from_outside() =>
        Assert.All(typeof(ITopicGrain).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Grain))), type => Assert.False(type.IsPublic, type.Name));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
