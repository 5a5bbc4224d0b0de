namespace Bulletin.Grains.Tests;

/// <summary><c>script/test --fast</c> leaves out what needs Postgres, and tells it by its name.</summary>
public sealed class EngineNames
{
    [Fact]
    public void A_class_whose_tests_need_Postgres_has_Postgres_in_its_name()
    {
        var needing = typeof(SharedPostgres).Assembly.GetTypes().Where(type => HasTests(type) && NeedsPostgres(type)).ToList();

        Assert.NotEmpty(needing);
        Assert.All(needing, type => Assert.Contains("Postgres", type.Name, StringComparison.Ordinal));
    }

    private static bool HasTests(Type type) => !type.IsAbstract && type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true));

    /// <summary>A fixture gets to a test by its constructor, and what the fixture needs by the fixture's own.</summary>
    private static bool NeedsPostgres(Type type) =>
        type == typeof(SharedPostgres) || type.Assembly == typeof(SharedPostgres).Assembly
        && type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => NeedsPostgres(parameter.ParameterType));
}
