using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>What tests of administration have besides: sites with an admin.</summary>
public abstract class AdministrationTest(Shared shared, AdministeredSites sites) : SystemTest(shared)
{
    private readonly Shared _shared = shared;

    /// <summary>One that other tests use too.</summary>
    internal async Task<AdministeredSite> Site(Engine engine) => Watched(await sites.On(engine));

    /// <summary>One of this test alone.</summary>
    internal async Task<AdministeredSite> OwnSite(Engine engine, params (string Key, string Value)[] settings) =>
        Watched(Own(await AdministeredSite.Started(engine, _shared, settings)));

    private AdministeredSite Watched(AdministeredSite site)
    {
        foreach (var server in site.Servers) Watch(server);
        return site;
    }
}
