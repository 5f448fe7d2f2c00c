

	NEURON
	{
	   SUFFIX
	        wide
	   RANGE   g  ,
	           e
	   NONSPECIFIC_CURRENT	i
	}

	PARAMETER
	{
	  g=.0002(S/cm2)   e   =   -55   (mV)
	}
	ASSIGNED{v(mV)i(mA/cm2)}


	BREAKPOINT
	{
		i=g*
		  (v
		   -e)
	}


