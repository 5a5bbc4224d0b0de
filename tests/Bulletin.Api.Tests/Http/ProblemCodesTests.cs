using System.Reflection;
using Bulletin.Api.Http;
using Bulletin.Grains;

namespace Bulletin.Api.Tests.Http;

public sealed class ProblemCodesTests
{
    [Fact]
    public void Every_problem_has_a_code_of_the_list() => Assert.All(All, problem => Assert.Contains(problem.Code, ProblemCodes.All));

    [Fact]
    public void Every_code_is_that_of_a_problem() => Assert.Subset(All.Select(problem => problem.Code).ToHashSet(), ProblemCodes.All.ToHashSet());

    [Fact]
    public void A_code_is_snake_case() => Assert.All(ProblemCodes.All, code => Assert.Matches("^[a-z]+(_[a-z]+)*$", code));

    /// <summary>What each method of <see cref="Problems"/> makes, whatever it is given.</summary>
    private static Problem[] All =>
    [
        .. typeof(Problems).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(Problem) && method.Name is not (nameof(Problems.Of) or nameof(Problems.OfStatus)))
            .Select(method => (Problem)method.Invoke(null, [.. method.GetParameters().Select(Some)])!),
        .. Enum.GetValues<Refusal>().Where(refusal => refusal != default).Select(refusal => Problems.Of(refusal)),
        .. Enumerable.Range(400, 200).Select(Problems.OfStatus),
    ];

    private static object? Some(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "something",
        var type when type == typeof(IReadOnlyDictionary<string, string[]>) => new Dictionary<string, string[]>(),
        var type when type.IsValueType => Activator.CreateInstance(type),
        _ => null,
    };
}
