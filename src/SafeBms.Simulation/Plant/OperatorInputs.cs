namespace SafeBms.Simulation;

/// <summary>Inputs of the controller that people and wiring decide, not the physics of the boat.</summary>
public sealed class OperatorInputs
{
    private readonly ChangeMark _mark;
    private bool _remoteBridged;
    private bool _remoteH;
    private bool _remoteL;
    private bool _batteryCableOk = true;
    private bool _scanOverrun;
    private bool _configurationOk = true;
    private bool _selfTestOk = true;
    private bool _retainedDataOk = true;
    private bool _batteryAlarm;
    private bool _restartedAfterFault;

    internal OperatorInputs(ChangeMark mark) => _mark = mark;

    /// <summary>Remote terminals L and H bridged, as by a factory loop or a switch.</summary>
    public bool RemoteBridged
    {
        get => _remoteBridged;
        set => _mark.Store(ref _remoteBridged, value);
    }

    /// <summary>Remote terminal H fed with voltage.</summary>
    public bool RemoteH
    {
        get => _remoteH;
        set => _mark.Store(ref _remoteH, value);
    }

    /// <summary>Remote terminal L pulled to minus.</summary>
    public bool RemoteL
    {
        get => _remoteL;
        set => _mark.Store(ref _remoteL, value);
    }

    /// <summary>False if the battery cable chain is broken: some battery is not plugged in.</summary>
    public bool BatteryCableOk
    {
        get => _batteryCableOk;
        set => _mark.Store(ref _batteryCableOk, value);
    }

    /// <summary>The scan was late.</summary>
    public bool ScanOverrun
    {
        get => _scanOverrun;
        set => _mark.Store(ref _scanOverrun, value);
    }

    /// <summary>The configuration is valid.</summary>
    public bool ConfigurationOk
    {
        get => _configurationOk;
        set => _mark.Store(ref _configurationOk, value);
    }

    /// <summary>The self-test passed.</summary>
    public bool SelfTestOk
    {
        get => _selfTestOk;
        set => _mark.Store(ref _selfTestOk, value);
    }

    /// <summary>At least one slot of the retained data was intact at start.</summary>
    public bool RetainedDataOk
    {
        get => _retainedDataOk;
        set => _mark.Store(ref _retainedDataOk, value);
    }

    /// <summary>Some battery asserts its own alarm line.</summary>
    public bool BatteryAlarm
    {
        get => _batteryAlarm;
        set => _mark.Store(ref _batteryAlarm, value);
    }

    /// <summary>The controller was restarted because its last run died, hung or was ended by the guard.</summary>
    public bool RestartedAfterFault
    {
        get => _restartedAfterFault;
        set => _mark.Store(ref _restartedAfterFault, value);
    }

    internal uint Levels() =>
        Bit(_remoteBridged, DigitalInput.RemoteBridged) | Bit(_remoteH, DigitalInput.RemoteH)
        | Bit(_remoteL, DigitalInput.RemoteL) | Bit(_batteryCableOk, DigitalInput.BatteryCableOk)
        | Bit(_scanOverrun, DigitalInput.ScanOverrun) | Bit(_configurationOk, DigitalInput.ConfigurationOk)
        | Bit(_selfTestOk, DigitalInput.SelfTestOk) | Bit(_retainedDataOk, DigitalInput.RetainedDataOk)
        | Bit(_batteryAlarm, DigitalInput.BatteryAlarm)
        | Bit(_restartedAfterFault, DigitalInput.RestartedAfterFault);

    internal static uint Bit(bool level, DigitalInput input) => level ? 1u << (int)input : 0;
}
