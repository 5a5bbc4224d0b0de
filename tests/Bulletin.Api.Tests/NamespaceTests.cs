using System.Reflection;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;

namespace Bulletin.Api.Tests;

/// <summary>Namespaces are folders. Those of one project depend on each other one way.</summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("Bulletin.Grains")]
    [InlineData("Bulletin.Operations")]
    [InlineData("Bulletin.Silo")]
    public void The_namespaces_of_a_project_form_no_cycle(string project) => Assert.Empty(Cycles(Assembly.Load(project), "Bulletin.(**)"));

    /// <summary>The rule is of no use if it sees only signatures, or no lambdas and async methods.</summary>
    [Fact]
    public void A_cycle_is_seen_in_the_bodies_of_methods_and_named()
    {
        var cycle = Assert.Single(Cycles(typeof(NamespaceTests).Assembly, "SampleCycle.(**)"));

        Assert.Contains("Orders -> Payments", cycle, StringComparison.Ordinal);
        Assert.Contains("Payments -> Orders", cycle, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cycles(Assembly assembly, string namespaces)
    {
        var architecture = new ArchLoader().LoadAssembly(assembly).Build();
        Assert.Contains(architecture.Types, type => type.Namespace.FullName.StartsWith(namespaces[..namespaces.IndexOf('(')].TrimEnd('.'), StringComparison.Ordinal));
        var rule = SliceRuleDefinition.Slices().Matching(namespaces).Should().BeFreeOfCycles();
        return rule.Evaluate(architecture).Where(result => !result.Passed).Select(result => result.Description);
    }
}
