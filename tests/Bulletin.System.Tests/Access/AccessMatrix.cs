using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>Everybody gets the answer that the matrix says, from every call there is.</summary>
[Collection(nameof(Sites))]
public sealed class AccessMatrix(Shared shared, Sites sites) : SystemTest(shared)
{
    public static TheoryData<Engine, string> Topics => Cases(Matrix.Topics.Select(row => row.Call));

    public static TheoryData<Engine, string> Others => Cases(Matrix.Others.Select(other => other.Call));

    public static TheoryData<Engine, string> Administration => Cases(AdminMatrix.All.Select(row => row.Call));

    [Fact]
    public async Task Every_route_and_hub_method_is_in_the_matrix()
    {
        using ApiClient nobody = new((await sites.On(Engine.Sqlite)).Gateways[0]);
        var paths = (await nobody.Get("/openapi/v1.json")).Json.GetProperty("paths");
        var routes = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => operation.Name is "get" or "post" or "put" or "patch" or "delete" or "head" or "options")
            .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));

        var listed = Matrix.Topics.Concat(AdminMatrix.All).Select(row => row.Call).Concat(Matrix.Others.Select(other => other.Call)).Select(Row.OperationOf).Distinct();

        Assert.Equal(routes.Concat(HubMethods().Select(method => $"hub {method}")).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Topics))]
    public Task Everybody_gets_the_answer_of_the_matrix(Engine engine, string call) => Check(engine, Matrix.Topics, call);

    [Theory, MemberData(nameof(Administration))]
    public Task The_admin_api_is_for_admins_and_its_reports_for_moderators_too(Engine engine, string call) => Check(engine, AdminMatrix.All, call);

    [Theory, MemberData(nameof(Others))]
    public async Task Calls_about_no_topic_are_for_who_is_signed_in(Engine engine, string call)
    {
        var site = await Watched(engine);
        var other = Matrix.Others.Single(other => other.Call == call);
        var (made, asked) = site.Turn(Array.IndexOf(Matrix.Others, other));
        var person = await site.Newcomer();

        foreach (var (who, cell) in new[] { (null, other.Stranger), (person, other.SignedIn) })
        {
            var (answer, full) = await Asking.Ask(other, person, who, site, made, asked);
            Assert.True(answer == Asking.Meaning(cell), $"{call} by {(who is null ? "a stranger" : "somebody")}: expected {Asking.Meaning(cell)}, got {answer}: {full}");
        }
    }

    private async Task Check(Engine engine, Row[] rows, string call)
    {
        var site = await Watched(engine);
        var row = rows.Single(row => row.Call == call);
        List<string> wrong = [];
        foreach (var kind in row.Cells.GroupBy(cell => cell.Kind))
        {
            // What is made through one gateway is asked for through the other.
            var (made, asked) = site.Turn(Array.IndexOf(rows, row) + (int)kind.Key);
            var scene = await Set(kind.Key, made);
            var seen = await scene.Seen(made);
            foreach (var (_, who, cell) in kind)
            {
                var changes = !row.ChangesNothing && Asking.IsAccepted(cell);
                var its = changes ? await Set(kind.Key, made) : scene;
                var person = who == "nobody" ? null : site[who];
                var (answer, full) = await Asking.Ask(row, its, person, site, asked);
                if (answer != Asking.Meaning(cell)) wrong.Add($"{row.Call} by {who} in a {kind.Key} topic, made at {made} and asked at {asked}: expected {Asking.Meaning(cell)}, got {answer}: {full}");
                else if (!changes && !row.ChangesNothing && await scene.Seen(made) is var now && now != seen) wrong.Add($"{row.Call} by {who} in a {kind.Key} topic was refused and changed it:\n{string.Join('\n', seen.Split('\n').Except(now.Split('\n')))}\nis now\n{string.Join('\n', now.Split('\n').Except(seen.Split('\n')))}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        async Task<Scene> Set(Kind kind, int gateway)
        {
            var scene = await Scene.Set(site, kind, gateway, row.IsLocked);
            if (kind == Kind.Private) await scene.Remove(site["former"], gateway);
            if (row.IsOfAdminApi) await scene.ForAdmins(row, gateway);
            return scene;
        }
    }

    private async Task<Site> Watched(Engine engine)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);
        return site;
    }

    private static TheoryData<Engine, string> Cases(IEnumerable<string> calls) =>
        new(Enum.GetValues<Engine>().SelectMany(engine => calls.Select(call => (engine, call))));

    /// <summary>What clients may call on the hub of the server that the tests start.</summary>
    private static string[] HubMethods()
    {
        using PEReader program = new(File.OpenRead(Built.Server));
        var reader = program.GetMetadataReader();
        var hub = reader.TypeDefinitions.Select(reader.GetTypeDefinition).Single(type => reader.GetString(type.Name) == "BulletinHub");
        return [.. hub.GetMethods().Select(reader.GetMethodDefinition)
            .Where(method => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
            .Where(method => (method.Attributes & (MethodAttributes.Static | MethodAttributes.Virtual | MethodAttributes.SpecialName)) == 0)
            .Select(method => reader.GetString(method.Name))];
    }
}
