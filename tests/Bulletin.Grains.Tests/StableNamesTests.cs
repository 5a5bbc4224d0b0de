using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace Bulletin.Grains.Tests;

/// <summary>Two versions run side by side during an upgrade, and databases outlive both: what they know by name stays when code moves.</summary>
public sealed class StableNamesTests : IDisposable
{
    private static readonly Type[] Types = typeof(ITopicGrain).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Bulletin.", StringComparison.Ordinal) is true).ToArray();

    private readonly ServiceProvider services;
    private readonly TypeConverter names;

    public StableNamesTests()
    {
        services = new ServiceCollection().AddSerializer(serializer => serializer.AddAssembly(typeof(ITopicGrain).Assembly)).BuildServiceProvider();
        names = services.GetRequiredService<TypeConverter>();
    }

    public void Dispose() => services.Dispose();

    [Fact]
    public void No_namespace_is_part_of_what_processes_send_each_other()
    {
        var sent = Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) || type.IsInterface && type.IsAssignableTo(typeof(IAddressable))).ToArray();

        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent.Select(type => names.Format(type)), name => name.Contains("Bulletin.Grains", StringComparison.Ordinal));
    }

    [Fact]
    public void A_grain_has_the_type_under_which_others_look_for_it()
    {
        GrainTypeResolver types = new([], names);

        Assert.Equal(
            ["account", "admin", "clusterstatus", "directory", "followers", "invitations", "people", "personal", "reports", "search", "settings", "silos", "storagehealth", "topic", "topicindex", "user"],
            Types.Where(type => type.IsAssignableTo(typeof(Grain)) && !type.IsAbstract).Select(type => types.GetGrainType(type).ToString()).Order(StringComparer.Ordinal));
    }
}
