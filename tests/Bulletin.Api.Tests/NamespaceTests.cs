using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Bulletin.Api.Tests;

/// <summary>
/// Namespaces match folders. Sibling namespaces depend on each other one way, and the root of a project uses none of its folders.
/// A subfolder belongs to its folder: those two may depend on each other.
/// </summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("Bulletin.Api")]
    [InlineData("Bulletin.Grains")]
    [InlineData("Bulletin.Operations")]
    [InlineData("Bulletin.Silo")]
    public void The_folders_of_a_project_form_no_cycle(string project) => Assert.Empty(Cycles(Assembly.Load(project), project));

    /// <summary>The rule is useless if it sees only signatures, or misses lambdas and async methods.</summary>
    [Fact]
    public void A_cycle_is_seen_in_the_bodies_of_methods_and_named()
    {
        var cycle = Assert.Single(Cycles(typeof(NamespaceTests).Assembly, "SampleCycle"));

        Assert.Contains("Orders -> Payments", cycle, StringComparison.Ordinal);
        Assert.Contains("Payments -> Orders", cycle, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cycles(Assembly assembly, string project)
    {
        var architecture = new ArchLoader().LoadAssembly(assembly).Build();
        return
            from parent in architecture.Types.Select(NamespaceOf).Append(project).Distinct()
            where parent == project || parent.StartsWith(project + ".", StringComparison.Ordinal)
            from result in NoCycleBetweenFoldersOf(parent, isRoot: parent == project).Evaluate(architecture)
            where !result.Passed
            select result.Description;
    }

    private static SliceRule NoCycleBetweenFoldersOf(string parent, bool isRoot)
    {
        SliceRuleCreator rule = new();
        rule.SetSliceAssignment(new(Folder, $"folders of {parent}"));
        return new GivenSlices(rule).Should().BeFreeOfCycles();

        SliceIdentifier Folder(IType type) => NamespaceOf(type) switch
        {
            var name when name == parent && isRoot => SliceIdentifier.Of("(root)"),
            var name when name.StartsWith(parent + ".", StringComparison.Ordinal) => SliceIdentifier.Of(name[(parent.Length + 1)..].Split('.')[0]),
            _ => SliceIdentifier.Ignore(),
        };
    }

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";
}
