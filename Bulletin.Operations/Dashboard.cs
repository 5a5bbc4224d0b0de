using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;

namespace Bulletin.Operations;

/// <summary>
/// Orleans' dashboard of the cluster: silos, grains, calls. It has no authentication of its own, so it is available only if a
/// password is set, and only on the operations port.
/// </summary>
public static class Dashboard
{
    private const string Path = "/dashboard";

    /// <summary>For a process that hosts grains. It times every call, which has a cost; each silo that is to appear needs it.</summary>
    public static IHostApplicationBuilder AddBulletinDashboard(this IHostApplicationBuilder builder)
    {
        if (OperatorPassword.From(builder.Configuration) is not { } password) return builder;
        builder.Services.AddSingleton(password);
        builder.UseOrleans(silo => silo.AddDashboard(dashboard => dashboard.HideTrace = true));
        return builder;
    }

    public static void MapBulletinDashboard(this WebApplication app)
    {
        if (app.Services.GetService<OperatorPassword>() is null) return;
        app.MapOrleansDashboard(Path).ForOperators(withPassword: true);
        // Would expose grain state, such as sessions.
        app.MapGet(Path + "/GrainState", Microsoft.AspNetCore.Http.TypedResults.NotFound).WithOrder(-1).ForOperators(withPassword: true);
    }
}
